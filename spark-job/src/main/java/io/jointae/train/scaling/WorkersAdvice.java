package io.jointae.train.scaling;

import io.jointae.base.text.Count;
import io.jointae.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The advice about the workers of a run that its user reads before it starts, as plain sentences.
 *
 * @param division the division of the steps among the workers
 * @param time the predicted time to the cost of a single worker
 */
public record WorkersAdvice(StepDivision division, TimeToQuality time) {

    /** With fewer steps than this between two averagings, the time of a round outweighs that of its steps. */
    static final int FEWEST_STEPS = 5;

    /** Workers that need more than this multiple of the time of fewer workers are more than pay. */
    private static final double CLEARLY_LONGER = 1.1;

    /**
     * Returns the advice for a run.
     *
     * @param plan the plan of the run
     * @param examples the number of training examples, at least 1
     * @param speed the speed of the machines
     */
    public static WorkersAdvice of(TrainingPlan plan, long examples, ClusterSpeed speed) {
        return new WorkersAdvice(StepDivision.of(plan, examples), TimeToQuality.of(plan, examples, speed));
    }

    /** Returns how the steps are divided, and how many workers pay. */
    public List<String> sentences() {
        return List.of(steps(), usefulWorkers());
    }

    /** Returns what will make the run slow or its model worse; empty if nothing will. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        int workers = division.workers();
        if (workers == 1) {
            return warnings;
        }
        long batches = division.withWorkers(1).stepsPerEpoch();
        if (division.examplesPerWorker() < division.batchSize()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "Each worker has %s, which is less than one batch of %,d: choose at most %s or smaller batches.",
                    Count.of(division.examplesPerWorker(), "example"),
                    division.batchSize(),
                    Count.of(Math.max(1, division.examples() / division.batchSize()), "worker")));
        } else if (division.stepsPerRound() < FEWEST_STEPS) {
            boolean shortEpoch = division.stepsPerEpoch() < FEWEST_STEPS;
            warnings.add(String.format(
                    Locale.ROOT,
                    "Each worker takes only %s between two averagings, so most of the time may go into averaging: choose"
                            + " %s.",
                    Count.of(division.stepsPerRound(), "step"),
                    shortEpoch
                            ? "at most " + Count.of(Math.max(1, batches / FEWEST_STEPS), "worker")
                            : "an averaging frequency of " + FEWEST_STEPS + " or more"));
        }
        int useful = time.usefulWorkers();
        if (workers > useful && time.relativeTime(workers) > CLEARLY_LONGER * time.relativeTime(useful)) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The %,d workers are more than pay: they would need an estimated %.2g times the time of %s for the"
                            + " same cost.",
                    workers,
                    time.relativeTime(workers) / time.relativeTime(useful),
                    Count.of(useful, "worker")));
        }
        return warnings;
    }

    /** Returns the sentences, and then the warnings, each of which begins with {@code Warning:}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(sentences());
        warnings().forEach(warning -> lines.add("Warning: " + warning));
        return lines;
    }

    private String steps() {
        String perEpoch = Count.of(division.stepsPerEpoch(), "step");
        return division.workers() == 1
                ? "One worker takes " + perEpoch + " per epoch."
                : String.format(
                        Locale.ROOT,
                        "Each of the %,d workers takes %s per epoch, %s between two averagings: %s per epoch.",
                        division.workers(),
                        perEpoch,
                        String.format(Locale.ROOT, "%,d", division.stepsPerRound()),
                        Count.of(division.roundsPerEpoch(), "round"));
    }

    private String usefulWorkers() {
        int useful = time.usefulWorkers();
        String assumed = String.format(
                Locale.ROOT,
                "estimated from %.3g ms per step, %.3g MB and %.0f ms per round of %s, and %s Gbit/s",
                time.stepSeconds() * 1e3,
                time.bytes() * 1e-6,
                time.round().roundSeconds(Math.max(2, useful), time.bytes(), time.network()) * 1e3,
                Count.of(Math.max(2, useful), "worker"),
                time.network().gigabits());
        return useful == 1
                ? "Further workers would not pay for this dataset and network (" + assumed + ")."
                : String.format(
                        Locale.ROOT,
                        "Up to %s pay for this dataset and network: they reach the cost of one worker in %.0f %% of its"
                                + " time (%s).",
                        Count.of(useful, "worker"),
                        100 * time.relativeTime(useful),
                        assumed);
    }
}
