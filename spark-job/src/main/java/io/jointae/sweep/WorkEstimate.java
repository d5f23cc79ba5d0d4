package io.jointae.sweep;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jointae.base.text.Count;
import io.jointae.results.StoredRow;
import io.jointae.sweep.file.SweepFile;
import io.jointae.sweep.plan.EvaluationWork;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.SharedPrefixGroup;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.TrainingWork;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.plan.TrialEvaluation;
import io.jointae.train.RunEnvironment;
import io.jointae.train.options.TrainingOption;
import io.jointae.train.scaling.ClusterSpeed;
import io.jointae.train.scaling.WorkersAdvice;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An estimate of the work of a sweep before it runs.
 *
 * <p>The time is a range, because it depends on how much trials slow each other down and on what a sweep does beside its
 * arithmetic ({@link TimeModel}). Results that a folder holds from this kind of machine narrow it.
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
     * @param multiplyAddsPerSecond the speed of one trial on this machine if it runs alone, measured over whole training
     *     steps
     * @param together the speed of one trial while {@code parallel} trials, but not more than one per core, run at a time
     * @param parallel the number of trials that run at the same time
     * @param leastHours the least time of the whole sweep that is expected
     * @param mostHours the most time of the whole sweep that is expected
     * @param comparedResults the number of stored results that correct the time
     * @param correction the factor by which stored results took longer than estimated; 1 if there are none
     */
    public record RunningTime(
            @JsonProperty("rate") double multiplyAddsPerSecond,
            @JsonProperty("rateTogether") double together,
            int parallel,
            double leastHours,
            double mostHours,
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
        TrialSpeed speed = TrialSpeed.measure(missing.isEmpty() ? plan.trials() : missing, parallel);
        TrialTimes times = times(plan, cells, TimeModel.typical(speed));
        MultiplyAdds left = work(missing);
        TimeModel.Work work = new TimeModel.Work(
                left.training(),
                left.evaluation(),
                SharedPrefixGroup.of(missing).stream()
                        .mapToDouble(SharedPrefixGroup::longestChain)
                        .max()
                        .orElse(0),
                missing.size(),
                missing.stream().mapToInt(trial -> cells.missing(trial).size()).sum());
        TimeModel least = TimeModel.fastest(speed);
        TimeModel most = TimeModel.slowest(speed);
        if (times.results() > 0) {
            least = TimeModel.typical(speed).corrected(times.least());
            most = TimeModel.typical(speed).corrected(times.most());
        }
        return new WorkEstimate(
                plan.trials().size(),
                plan.trials().stream()
                        .mapToInt(trial -> trial.evaluation().evaluations().size())
                        .sum(),
                missing.size(),
                work(plan.trials()),
                new RunningTime(
                        speed.alone(),
                        speed.together(),
                        parallel,
                        least.seconds(work, parallel) / 3600,
                        most.seconds(work, parallel) / 3600,
                        times.results(),
                        times.factor()));
    }

    /** Compares the results that a folder holds with a model of the time. */
    private static TrialTimes times(SweepPlan plan, MeasuredCells cells, TimeModel model) {
        Map<Trial, Double> training = new HashMap<>();
        SharedPrefixGroup.of(plan.trials())
                .forEach(group -> group.trials().forEach(trial -> training.put(trial, group.multiplyAdds(trial))));
        return TrialTimes.of(
                plan.trials(),
                cells,
                RunEnvironment.machine(),
                (trial, evaluation) -> model.ofResult(training.get(trial), EvaluationWork.of(trial, evaluation)));
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
                # This machine does %s, measured over whole training steps.
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
                speed(),
                left(),
                source(),
                advice(plan).stream().map(line -> "# " + line).collect(Collectors.joining("\n")));
    }

    private String speed() {
        String alone =
                String.format(Locale.ROOT, "%.3g multiply-adds per second and trial", time.multiplyAddsPerSecond());
        return time.together() == time.multiplyAddsPerSecond()
                ? alone
                : alone + String.format(Locale.ROOT, " (%.3g while all cores work)", time.together());
    }

    /** Returns what is left to do and how long it takes. */
    private String left() {
        if (missing == 0) {
            return "Every trial has its results: there is nothing to do.";
        }
        String subject = missing == trials
                ? "The sweep takes"
                : missing + " of the " + Count.of(trials, "trial") + " have no results yet and take";
        return subject + " " + duration(time.leastHours() * 3600, time.mostHours() * 3600) + " with "
                + Count.of(time.parallel(), "trial") + " at a time.";
    }

    /** Returns from what the estimate of the time follows. */
    private String source() {
        return time.comparedResults() == 0
                ? "The range is wide because no results in a folder from this kind of machine show how long trials take."
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

    /** Returns a range of times for people, such as 30 to 50 seconds, 12 to 20 minutes or 3.5 to 5 hours. */
    static String duration(double least, double most) {
        double unit = most < 120 ? 1 : most < 7200 ? 60 : 3600;
        String name = unit == 1 ? "seconds" : unit == 60 ? "minutes" : "hours";
        String from = number(least / unit);
        String to = number(most / unit);
        return from.equals(to) ? "about " + to + " " + name : from + " to " + to + " " + name;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value).replaceFirst("\\.0$", "");
    }
}
