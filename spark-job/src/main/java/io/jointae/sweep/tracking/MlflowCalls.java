package io.jointae.sweep.tracking;

import io.jointae.base.TrackingAddress;
import java.io.PrintStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mlflow.tracking.MlflowClient;

/**
 * Calls to a tracking server, made in order on a separate thread so that trials never wait for the server. MLflow's
 * client has no timeouts: a call that takes too long is ended by closing its client. The first failure prints one line;
 * after three failures in a row, calls are dropped for two minutes.
 */
final class MlflowCalls implements AutoCloseable {

    private static final int QUEUE = 10_000;
    private static final int FAILURES_IN_A_ROW = 3;
    private static final long PAUSE_NANOS = 120_000_000_000L;

    private final Supplier<MlflowClient> clients;
    private final String server;
    private final String work;
    private final PrintStream warnings;
    private final long callTimeoutMillis;
    private final long closeTimeoutMillis;
    private final ThreadPoolExecutor worker;
    private final ScheduledThreadPoolExecutor watch;
    private MlflowClient client;
    private int failures;
    private long failedAt;
    private boolean warned;

    /** A call to the server. */
    interface Call {
        void run(MlflowClient client);
    }

    /**
     * Creates a queue of calls.
     *
     * @param clients creates a client, at first and after each client that had to be closed
     * @param server the address of the server, for the warning
     * @param work the noun for what goes on without the server, for the warning
     * @param warnings receives the warning
     * @param timeouts the time that one call may take, and the time that {@link #close} waits for the remaining calls
     */
    MlflowCalls(
            Supplier<MlflowClient> clients,
            String server,
            String work,
            PrintStream warnings,
            MlflowRuns.Timeouts timeouts) {
        this.clients = clients;
        this.server = server;
        this.warnings = warnings;
        this.work = work;
        this.callTimeoutMillis = timeouts.call();
        this.closeTimeoutMillis = timeouts.close();
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "mlflow");
            thread.setDaemon(true);
            return thread;
        };
        worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), daemons);
        watch = new ScheduledThreadPoolExecutor(1, daemons);
    }

    /** Adds a call to the queue and returns at once. */
    void add(Call call) {
        try {
            worker.execute(() -> run(call));
        } catch (RejectedExecutionException e) {
            warn("the server is too slow to receive all metrics");
        }
    }

    private void run(Call call) {
        if (failures < FAILURES_IN_A_ROW || System.nanoTime() - failedAt >= PAUSE_NANOS) {
            callNow(call);
        }
    }

    private void callNow(Call call) {
        try {
            if (client == null) {
                client = clients.get();
            }
            MlflowClient current = client;
            ScheduledFuture<?> timeout = watch.schedule(current::close, callTimeoutMillis, TimeUnit.MILLISECONDS);
            try {
                call.run(current);
            } finally {
                // If the timeout cannot be canceled any more, it has closed the client.
                client = timeout.cancel(false) ? current : null;
            }
            failures = 0;
        } catch (RuntimeException e) {
            failures++;
            failedAt = System.nanoTime();
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            warn(
                    client == null
                            ? "the server did not answer within " + callTimeoutMillis / 1000.0 + " s"
                            : message.lines().findFirst().orElse(message));
        }
    }

    private synchronized void warn(String reason) {
        if (!warned) {
            warned = true;
            warnings.printf(
                    "mlflow at %s: %s. The %s continues, and stores its results as usual.%n",
                    TrackingAddress.withoutCredentials(server), TrackingAddress.withoutCredentials(reason), work);
        }
    }

    /** Prints a line about the server that is not the warning of the first failure. */
    void report(String line) {
        warnings.printf("mlflow at %s: %s%n", TrackingAddress.withoutCredentials(server), line);
    }

    @Override
    public void close() {
        close(none -> {});
    }

    /**
     * Waits for the remaining calls and a last one, for a limited time. The last call is made even if calls are being
     * dropped, because the server may have recovered.
     */
    void close(Call last) {
        try {
            worker.execute(() -> callNow(last));
        } catch (RejectedExecutionException e) {
            warn("the server is too slow to receive all metrics");
        }
        worker.shutdown();
        try {
            if (!worker.awaitTermination(closeTimeoutMillis, TimeUnit.MILLISECONDS)) {
                warn("the server is too slow to receive all metrics");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.shutdownNow();
        watch.shutdownNow();
    }
}
