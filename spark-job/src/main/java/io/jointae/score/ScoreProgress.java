package io.jointae.score;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.util.LongAccumulator;

/** Reports every ten seconds how many rows are encoded, how many per second, and how long the rest may take. */
final class ScoreProgress implements AutoCloseable {

    private static final long SECONDS = 10;

    private final LongAccumulator rowsRead;
    private final long total;
    private final Consumer<String> out;
    private final long begin = System.nanoTime();
    private final ScheduledExecutorService clock;
    private long reported;

    /**
     * Prepares the reports; {@link #start} starts them.
     *
     * @param rowsRead the rows so far: executors update it with their heartbeats and after each task
     * @param total the rows that the job reads
     */
    ScoreProgress(LongAccumulator rowsRead, long total, Consumer<String> out) {
        this.rowsRead = rowsRead;
        this.total = total;
        this.out = out;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "score-progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        clock.scheduleAtFixedRate(this::report, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void report() {
        long rows = rowsRead.value();
        if (rows != reported) {
            reported = rows;
            out.accept(line(rows, total, (System.nanoTime() - begin) * 1e-9));
        }
    }

    static String line(long rows, long total, double seconds) {
        double rate = rows / seconds;
        // A task that is retried counts its rows twice.
        long left = Math.max(0, total - rows);
        Duration remaining = Duration.ofSeconds(Math.round(left / rate));
        return String.format(
                Locale.ROOT,
                "score: %,d of %,d rows encoded, %,.0f rows per second, about %d:%02d:%02d left",
                Math.min(rows, total),
                total,
                rate,
                remaining.toHours(),
                remaining.toMinutesPart(),
                remaining.toSecondsPart());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
