package io.jointae.train.listener;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Prints progress as lines, as logs need it: the first epoch of a run, the last epoch of every phase, and in between a
 * line whenever an interval has passed.
 */
public final class PlainProgress implements ProgressView {

    private final PrintStream out;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Long> lastLines = new HashMap<>();

    /**
     * Creates a view that prints to a stream.
     *
     * @param interval the shortest time between two lines of a run; zero prints every epoch that is announced
     */
    public PlainProgress(PrintStream out, Duration interval) {
        this(out, interval, System::nanoTime);
    }

    PlainProgress(PrintStream out, Duration interval, LongSupplier nanoTime) {
        this.out = out;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public void line(String text) {
        out.println(text);
    }

    @Override
    public synchronized void progress(RunProgress progress) {
        long now = nanoTime.getAsLong();
        Long last = lastLines.get(progress.run());
        if (last == null || progress.phaseEnded() || now - last >= intervalNanos) {
            lastLines.put(progress.run(), now);
            out.println(progress.text());
        }
    }

    @Override
    public synchronized void ended(String run) {
        lastLines.remove(run);
    }
}
