package io.jointae.sweep;

import io.jointae.data.Split;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.Trial;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts trials and says how they go: a line a finished trial, a line of what runs every minute. */
final class SweepProgress {

    private static final double SECONDS_BETWEEN = 60;

    private final PrintStream out;
    private final int trials;
    private final long begin = System.nanoTime();
    private final Map<Trial, Long> running = new LinkedHashMap<>();
    private long lastLine = begin;
    private int done;
    private int failed;
    private int pruned;

    SweepProgress(PrintStream out, int trials) {
        this.out = out;
        this.trials = trials;
    }

    synchronized void begins(Trial trial) {
        running.put(trial, System.nanoTime());
    }

    synchronized void failedAttempt(Trial trial, int attempt, String why) {
        out.printf("%s: attempt %d failed: %s%n", trial.describe(), attempt, why);
    }

    synchronized void ends(Trial trial, List<StoredRow> rows) {
        running.remove(trial);
        if (rows.isEmpty()) {
            out.printf("%s: trained for others to build on%n", trial.describe());
            return;
        }
        if (rows.get(0).pruned()) {
            pruned++;
            out.printf("%s: %s%n", trial.describe(), rows.get(0).failure());
            return;
        }
        boolean measured = rows.stream().allMatch(StoredRow::measured);
        done += measured ? 1 : 0;
        failed += measured ? 0 : 1;
        long left = Math.round(seconds(begin) / (done + failed) * (trials - pruned - done - failed));
        out.printf(
                "trial %d of %d, %s%s, %d:%02d:%02d left%n",
                done + failed,
                trials - pruned,
                trial.describe(),
                measured ? values(rows) : " failed",
                left / 3600,
                left / 60 % 60,
                left % 60);
        lastLine = System.nanoTime();
    }

    /**
     * A trial has come to a round of halving and waits.
     *
     * @param valid its result there; null where it was trained further before
     */
    synchronized void compared(Trial trial, int epochs, ResultRow valid) {
        running.remove(trial);
        out.printf(
                "%s: %s after %d epochs of the last phase%n",
                trial.describe(),
                valid == null
                        ? "not compared, trained further before,"
                        : String.format(
                                Locale.ROOT, "valid %s %.2f", valid.cell().metric(), valid.value()),
                epochs);
        lastLine = System.nanoTime();
    }

    /** To be called now and then: says what is running where nothing was said for a while. */
    synchronized void tick() {
        if (seconds(lastLine) < SECONDS_BETWEEN || running.isEmpty()) {
            return;
        }
        lastLine = System.nanoTime();
        out.printf(
                "%d of %d trials done; running: %s%n",
                done + failed,
                trials - pruned,
                running.entrySet().stream()
                        .map(each -> String.format(
                                Locale.ROOT, "%s (%.0f s)", each.getKey().describe(), seconds(each.getValue())))
                        .collect(Collectors.joining(", ")));
    }

    synchronized int done() {
        return done;
    }

    synchronized int pruned() {
        return pruned;
    }

    synchronized int failed() {
        return failed;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }

    private static String values(List<StoredRow> rows) {
        return rows.stream()
                .map(StoredRow::result)
                .filter(row -> row.cell().split() != Split.TRAIN)
                .map(row -> String.format(
                        Locale.ROOT,
                        ", %s %s %.2f",
                        row.cell().split(),
                        row.cell().metric(),
                        row.value()))
                .collect(Collectors.joining());
    }
}
