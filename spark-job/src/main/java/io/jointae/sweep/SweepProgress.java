package io.jointae.sweep;

import io.jointae.base.text.Count;
import io.jointae.data.Split;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.Trial;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Counts trials and prints progress: one line per finished trial, and every minute one line about the running trials. */
final class SweepProgress {

    private static final double MAX_SILENT_SECONDS = 60;
    private static final int MIN_SECONDS_BETWEEN_SLOTS = 10;

    private final PrintStream out;
    private final int trials;
    private final long begin = System.nanoTime();
    private final Map<Trial, Long> running = new LinkedHashMap<>();
    private long lastLine = begin;
    private String lastRemark;
    private long lastSlotsLine = begin - TimeUnit.SECONDS.toNanos(MIN_SECONDS_BETWEEN_SLOTS);
    private int shownSlots;
    private int done;
    private int failed;
    private int diverged;
    private int pruned;

    SweepProgress(PrintStream out, int trials) {
        this.out = out;
        this.trials = trials;
    }

    synchronized void started(Trial trial) {
        running.put(trial, System.nanoTime());
    }

    /** Prints that trials train together. */
    synchronized void startedTogether(List<Trial> trials) {
        trials.forEach(this::started);
        out.printf(
                "%s train together: %s and others.%n",
                Count.of(trials.size(), "trial"), trials.get(0).describe());
    }

    /** Prints why a trial stopped training with others. It is trained alone then. */
    synchronized void leftBatch(Trial trial, Exception failure) {
        running.remove(trial);
        out.printf("%s no longer trains with other trials: %s%n", trial.describe(), reason(failure));
    }

    /** Prints that an attempt to run a trial failed, and returns the reason as one line. */
    synchronized String attemptFailed(Trial trial, int attempt, Exception failure) {
        String reason = reason(failure);
        out.printf("%s: attempt %d failed: %s%n", trial.describe(), attempt, reason);
        return reason;
    }

    private static String reason(Exception failure) {
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.lines().findFirst().orElse(cause.toString()).strip();
    }

    /**
     * Returns a number of trials that may run at the same time. Prints it the first time and when it has changed, but not
     * every second.
     */
    synchronized int slots(int now) {
        if (shownSlots == 0) {
            out.printf("The sweep runs up to %s at a time.%n", Count.of(now, "trial"));
            shownSlots = now;
        } else if (now != shownSlots && seconds(lastSlotsLine) >= MIN_SECONDS_BETWEEN_SLOTS) {
            out.printf("The executors have changed: the sweep now runs up to %s at a time.%n", Count.of(now, "trial"));
            shownSlots = now;
            lastSlotsLine = System.nanoTime();
        }
        return now;
    }

    /** Prints a remark, unless it was the last one. */
    synchronized void remark(String text) {
        if (!text.equals(lastRemark)) {
            out.println(text);
            lastRemark = text;
        }
    }

    /** Prints that the layers which other trials share have diverged, so that those trials have diverged as well. */
    synchronized void sharedLayersDiverged(Trial trial, String failure) {
        running.remove(trial);
        out.printf("%s, the shared layers of other trials: %s%n", trial.describe(), failure);
    }

    synchronized void finished(Trial trial, List<StoredRow> rows) {
        running.remove(trial);
        if (rows.isEmpty()) {
            out.printf("%s: trained as the shared layers of other trials%n", trial.describe());
            return;
        }
        if (rows.get(0).pruned()) {
            pruned++;
            out.printf("%s: %s%n", trial.describe(), rows.get(0).failure());
            return;
        }
        boolean measured = rows.stream().allMatch(StoredRow::measured);
        boolean isDiverged = !measured && rows.stream().allMatch(row -> row.measured() || row.diverged());
        if (measured) {
            done++;
        } else if (isDiverged) {
            diverged++;
        } else {
            failed++;
        }
        long remaining = Math.round(seconds(begin) / ended() * (trials - pruned - ended()));
        out.printf(
                "trial %d of %d %s: %s%s; about %d:%02d:%02d remaining%n",
                ended(),
                trials - pruned,
                measured ? "finished" : isDiverged ? "ended" : "failed",
                trial.describe(),
                measured ? values(rows) : isDiverged ? divergences(rows) : "",
                remaining / 3600,
                remaining / 60 % 60,
                remaining % 60);
        rows.stream()
                .filter(StoredRow::collapsed)
                .findFirst()
                .flatMap(row -> row.result().measurement().collapseWarning(trial.describe()))
                .ifPresent(out::println);
        lastLine = System.nanoTime();
    }

    /**
     * Prints the result of a trial at a round of halving, where the trial now waits for the others.
     *
     * @param trial the trial
     * @param epochs the epochs of the last phase at that round
     * @param valid the validation result; null if an earlier run has trained the trial further
     */
    synchronized void finishedRound(Trial trial, int epochs, ResultRow valid) {
        running.remove(trial);
        out.printf(
                "%s after %s of the last phase: %s%n",
                trial.describe(),
                Count.of(epochs, "epoch"),
                valid == null
                        ? "not compared, because an earlier run has trained it further"
                        : String.format(
                                Locale.ROOT, "valid %s %.2f", valid.cell().metric(), valid.value()));
        lastLine = System.nanoTime();
    }

    /** Prints which trials are running if nothing was printed for a minute; called about once per second. */
    synchronized void tick() {
        if (seconds(lastLine) < MAX_SILENT_SECONDS || running.isEmpty()) {
            return;
        }
        lastLine = System.nanoTime();
        out.printf(
                "%d of %s finished; running: %s%n",
                ended(),
                Count.of(trials - pruned, "trial"),
                running.entrySet().stream()
                        .map(entry -> String.format(
                                Locale.ROOT, "%s (%.0f s)", entry.getKey().describe(), seconds(entry.getValue())))
                        .collect(Collectors.joining(", ")));
    }

    synchronized int done() {
        return done;
    }

    synchronized int diverged() {
        return diverged;
    }

    synchronized int pruned() {
        return pruned;
    }

    synchronized int failed() {
        return failed;
    }

    private int ended() {
        return done + failed + diverged;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }

    private static String divergences(List<StoredRow> rows) {
        return rows.stream()
                .filter(StoredRow::diverged)
                .map(row -> ", " + row.failure())
                .distinct()
                .collect(Collectors.joining());
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
