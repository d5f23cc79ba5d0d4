package io.jointae.train.shard;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A value that a thread of its own reads while the caller does other work. */
final class ReadAhead<T> {

    private final FutureTask<T> reading;

    private ReadAhead(FutureTask<T> reading) {
        this.reading = reading;
    }

    /** Starts to read. The thread ends with the reading, whether or not anyone asks for the value. */
    static <T> ReadAhead<T> of(Supplier<T> source) {
        FutureTask<T> reading = new FutureTask<>(source::get);
        Thread thread = new Thread(reading, "jointae-read-ahead");
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        return new ReadAhead<>(reading);
    }

    /** Waits for the value, and throws what the reading threw. */
    T get() {
        try {
            return reading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("The task was interrupted while it read its data.").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            throw new IllegalStateException("The data of a worker cannot be read: " + e.getCause(), e.getCause());
        }
    }
}
