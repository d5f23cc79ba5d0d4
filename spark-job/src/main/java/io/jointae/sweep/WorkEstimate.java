package io.jointae.sweep;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jointae.base.Count;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.EvaluationWork;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.SharedPrefixGroup;
import io.jointae.sweep.plan.SweepFile;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.TrainingWork;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.plan.TrialEvaluation;
import io.jointae.train.RunEnvironment;
import io.jointae.train.options.TrainingOption;
import io.jointae.train.scaling.ClusterSpeed;
import io.jointae.train.scaling.StepRate;
import io.jointae.train.scaling.WorkersAdvice;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An estimate of the work of a sweep before it runs.
 *
 * <p>The time of a trial is its arithmetic at the speed of this machine, and what it does besides. Results that a folder
 * holds from this kind of machine correct this sum by a factor. Without such results, the seconds beside the arithmetic
 * are chosen so that the estimate of one timed sweep is right: 12 trials with 24 evaluations and 0.3 seconds of arithmetic
 * took 45 seconds on two cores of a Xeon, two trials at a time.
 *
 * @param trials the number of trials, each of which trains one model
 * @param evaluations the number of evaluations of all trials
 * @param missing the number of trials that have to run, because a results folder has no results of them
 * @param work the arithmetic of training and evaluation
 * @param time the time that the missing trials take on this machine
 */
public record WorkEstimate(
        int trials,
        int evaluations,
        int missing,
        @JsonUnwrapped WorkEstimate.MultiplyAdds work,
        @JsonUnwrapped WorkEstimate.RunningTime time) {

    /** The seconds until the session runs and the datasets are checked. */
    private static final double START_SECONDS = 8;

    /** The seconds per trial beside the arithmetic: it reads the data, starts rounds, and stores the model. */
    private static final double TRIAL_SECONDS = 2;

    /** The seconds per evaluation beside the arithmetic: it starts Spark jobs, and stores the result. */
    private static final double EVALUATION_SECONDS = 2;

    /**
     * The multiply-adds of all matrix products.
     *
     * @param training of training; a phase that trials share counts once, and what halving saves does not count
     * @param savedBySharing what shared phases save
     * @param savedByHalving what halving saves of training, if no two results are equal
     * @param evaluation of evaluations, including those of halving
     */
    public record MultiplyAdds(
            @JsonProperty("multiplyAdds") double training,
            @JsonProperty("saved") double savedBySharing,
            @JsonProperty("halved") double savedByHalving,
            @JsonProperty("evaluating") double evaluation) {}

    /**
     * The time that a sweep takes.
     *
     * @param multiplyAddsPerSecond the speed of one trial on this machine, measured over whole training steps
     * @param parallel the number of trials that run at the same time
     * @param hours the time of the whole sweep, if parallel trials do not slow each other down
     * @param comparedResults the number of stored results that correct the time
     * @param correction the factor by which stored results took longer than estimated; 1 if there are none
     */
    public record RunningTime(
            @JsonProperty("rate") double multiplyAddsPerSecond,
            int parallel,
            double hours,
            int comparedResults,
            double correction) {}

    /**
     * Estimates the work of a sweep; measures the speed of this machine for some seconds.
     *
     * @param plan the trials
     * @param parallel the number of trials that run at the same time
     * @param stored the rows of the results folder, which say what is left to do and how long trials take
     * @throws io.jointae.base.InvalidInputException if {@code parallel} is less than 1
     */
    public static WorkEstimate of(SweepPlan plan, int parallel, List<StoredRow> stored) {
        Sweep.checkParallel(parallel);
        MeasuredCells cells = new MeasuredCells(stored, TrainingOption.storedNames());
        List<Trial> missing = cells.toRun(plan.trials());
        double rate = measureRate(plan);
        Map<Trial, Double> training = new HashMap<>();
        SharedPrefixGroup.of(plan.trials())
                .forEach(group -> group.trials().forEach(trial -> training.put(trial, group.multiplyAdds(trial))));
        TrialTimes times = TrialTimes.of(
                plan.trials(),
                cells,
                RunEnvironment.machine(),
                (trial, evaluation) -> (training.get(trial) + EvaluationWork.of(trial, evaluation)) / rate
                        + TRIAL_SECONDS
                        + EVALUATION_SECONDS);
        MultiplyAdds left = work(missing);
        double longest = SharedPrefixGroup.of(missing).stream()
                .mapToDouble(SharedPrefixGroup::longestChain)
                .max()
                .orElse(0);
        double seconds = seconds(
                times.factor() * (left.training() + left.evaluation()) / rate,
                times.factor() * longest / rate,
                missing.size(),
                missing.stream().mapToInt(trial -> cells.missing(trial).size()).sum(),
                Math.min(parallel, Math.max(1, missing.size())),
                times.factor());
        return new WorkEstimate(
                plan.trials().size(),
                plan.trials().stream()
                        .mapToInt(trial -> trial.evaluation().evaluations().size())
                        .sum(),
                missing.size(),
                work(plan.trials()),
                new RunningTime(rate, parallel, seconds / 3600, times.results(), times.factor()));
    }

    private static MultiplyAdds work(List<Trial> trials) {
        double unshared = trials.stream().mapToDouble(TrainingWork::unshared).sum();
        double shared = SharedPrefixGroup.of(trials).stream()
                .mapToDouble(SharedPrefixGroup::multiplyAdds)
                .sum();
        List<HalvingBracket> brackets = HalvingBracket.of(trials);
        double halved =
                brackets.stream().mapToDouble(HalvingBracket::savedTraining).sum();
        double evaluating = trials.stream().mapToDouble(EvaluationWork::of).sum()
                + brackets.stream()
                        .mapToDouble(HalvingBracket::addedEvaluations)
                        .sum();
        return new MultiplyAdds(shared - halved, unshared - shared, halved, evaluating);
    }

    /**
     * Returns the seconds that a sweep takes. Small trials take most of their time for Spark jobs and files, not for
     * arithmetic.
     *
     * @param arithmetic the seconds of all arithmetic on one core
     * @param longest the seconds of the arithmetic of the longest chain of trials: a trial that builds on others starts
     *     after them
     * @param trials the number of trials that run
     * @param evaluations the number of their evaluations
     * @param parallel the number of trials that run at the same time
     * @param correction the factor by which the jobs and files take longer than usual
     */
    static double seconds(
            double arithmetic, double longest, int trials, int evaluations, int parallel, double correction) {
        double overhead = correction * (trials * TRIAL_SECONDS + evaluations * EVALUATION_SECONDS);
        double oneTrial = overhead / Math.max(1, trials);
        return START_SECONDS + Math.max((arithmetic + overhead) / parallel, longest + oneTrial);
    }

    /**
     * Returns a sweep file that shows every default and can be run as it is, with the estimate in comments.
     *
     * @param plan the plan that was estimated
     */
    public String describe(SweepPlan plan) {
        String grids = plan.grids().stream().map(SweepFile::toYaml).collect(Collectors.joining("\n---\n"));
        TreeMap<String, Long> counts = plan.trials().stream()
                .collect(Collectors.groupingBy(
                        trial ->
                                trial.data().name() + ", " + trial.data().size().trainRows() + " training rows",
                        TreeMap::new,
                        Collectors.counting()));
        String perDataset = counts.entrySet().stream()
                .map(entry -> "#   " + entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
        double total = work.training() + work.savedByHalving() + work.savedBySharing();
        return String.format(
                Locale.ROOT,
                """
                %s
                #
                # The sweep has %s with %s:
                %s
                # Training takes %.3g multiply-adds; shared layerwise phases save %.0f %% of %.3g%s.
                # The evaluations take about %.3g multiply-adds%s.
                # This machine does %.3g multiply-adds per second and trial, measured over whole training steps.
                # %s
                # %s
                %s""",
                grids,
                Count.of(trials, "trial"),
                Count.of(evaluations, "evaluation"),
                perDataset,
                work.training(),
                100 * work.savedBySharing() / total,
                total,
                work.savedByHalving() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", and halving saves %.3g (%.0f %%)",
                                work.savedByHalving(),
                                100 * work.savedByHalving() / (work.training() + work.savedByHalving())),
                work.evaluation(),
                plan.trials().stream()
                                .anyMatch(trial ->
                                        trial.evaluation().evaluations().contains(TrialEvaluation.FINETUNE))
                        ? " if fine-tuning takes the largest number of epochs"
                        : "",
                time.multiplyAddsPerSecond(),
                left(),
                source(),
                advice(plan).stream().map(line -> "# " + line).collect(Collectors.joining("\n")));
    }

    /** Returns what is left to do and how long it takes. */
    private String left() {
        if (missing == 0) {
            return "Every trial has its results: there is nothing to do.";
        }
        String subject = missing == trials
                ? "The sweep takes"
                : missing + " of the " + Count.of(trials, "trial") + " have no results yet and take";
        return subject + " about " + duration(time.hours() * 3600) + " with " + Count.of(time.parallel(), "trial")
                + " at a time, if parallel trials do not slow each other down.";
    }

    /** Returns from what the estimate of the time follows. */
    private String source() {
        return time.comparedResults() == 0
                ? String.format(
                        Locale.ROOT,
                        "Beside its arithmetic, a trial counts %.0f s and an evaluation %.0f s, as in one small sweep on two"
                                + " cores. Results that a folder holds from this kind of machine would correct this.",
                        TRIAL_SECONDS,
                        EVALUATION_SECONDS)
                : String.format(
                        Locale.ROOT,
                        "The time follows %s in the folder from this kind of machine, which took %.2f times their estimate.",
                        Count.of(time.comparedResults(), "result"),
                        time.correction());
    }

    /** Returns the advice about the workers of the largest trial of each dataset and number of workers. */
    private List<String> advice(SweepPlan plan) {
        Map<String, Trial> largest = new TreeMap<>();
        for (Trial trial : plan.trials()) {
            largest.merge(
                    trial.data().name() + ", " + trial.options().averaging(),
                    trial,
                    (one, other) -> TrainingWork.unshared(other) > TrainingWork.unshared(one) ? other : one);
        }
        ClusterSpeed speed = ClusterSpeed.typical(time.multiplyAddsPerSecond());
        return largest.values().stream()
                .flatMap(trial ->
                        WorkersAdvice.of(trial.plan(), trial.data().size().trainRows(), speed).lines().stream()
                                .map(line -> trial.plan().name() + ": " + line))
                .toList();
    }

    /** Returns a time for people, such as 45 seconds, 12 minutes or 3.5 hours. */
    static String duration(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f seconds", seconds);
        }
        double hours = seconds / 3600;
        return hours < 2
                ? String.format(Locale.ROOT, "%.0f minutes", seconds / 60)
                : String.format(Locale.ROOT, hours < 10 ? "%.1f hours" : "%.0f hours", hours);
    }

    /** Returns the multiply-adds per second of the last phase of the trial with the most work. */
    private static double measureRate(SweepPlan plan) {
        Trial largest = plan.trials().stream()
                .max(Comparator.comparingDouble(TrainingWork::unshared))
                .orElseThrow();
        return StepRate.measure(largest.plan());
    }
}
