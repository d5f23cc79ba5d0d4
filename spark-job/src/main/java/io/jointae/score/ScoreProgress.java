package io.jointae.score;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.util.LongAccumulator;

/** Tells, now and then, how many rows are done, how many a second, and how long the rest may take. */
final class ScoreProgress implements AutoCloseable {

    private static final long SECONDS = 10;

    private final LongAccumulator done;
    private final long total;
    private final Consumer<String> out;
    private final long begin = System.nanoTime();
    private final ScheduledExecutorService clock;
    private long shown;

    /**
     * @param done rows so far: executors report with their heartbeats and after each task
     * @param total rows to do
     */
    ScoreProgress(LongAccumulator done, long total, Consumer<String> out) {
        this.done = done;
        this.total = total;
        this.out = out;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "score-progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        clock.scheduleAtFixedRate(this::tell, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void tell() {
        long rows = done.value();
        if (rows != shown) {
            shown = rows;
            out.accept(line(rows, total, (System.nanoTime() - begin) * 1e-9));
        }
    }

    static String line(long rows, long total, double seconds) {
        double rate = rows / seconds;
        // A task that runs a second time counts its rows twice.
        long left = Math.max(0, total - rows);
        Duration rest = Duration.ofSeconds(Math.round(left / rate));
        return String.format(
                Locale.ROOT,
                "score: %,d of %,d rows, %,.0f rows/s, %d:%02d:%02d left",
                Math.min(rows, total),
                total,
                rate,
                rest.toHours(),
                rest.toMinutesPart(),
                rest.toSecondsPart());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
