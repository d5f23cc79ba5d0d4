package io.jointae.sweep;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.Examples;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.sweep.plan.EvaluationWork;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.SharedPrefixGroup;
import io.jointae.sweep.plan.SweepFile;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.TrainingWork;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.plan.TrialEvaluation;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An estimate of the work of a sweep before it runs.
 *
 * @param trials the number of trials, each of which trains one model
 * @param evaluations the number of evaluations of all trials
 * @param work the arithmetic of training and evaluation
 * @param time the time that the work takes on this machine
 */
public record WorkEstimate(
        int trials,
        int evaluations,
        @JsonUnwrapped WorkEstimate.MultiplyAdds work,
        @JsonUnwrapped WorkEstimate.RunningTime time) {

    private static final int WARM_UP = 3;
    private static final double MEASURED_SECONDS = 2;
    private static final int MIN_STEPS = 5;

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
     * @param hours the time of training and evaluation, if parallel trials do not slow each other down
     */
    public record RunningTime(@JsonProperty("rate") double multiplyAddsPerSecond, int parallel, double hours) {}

    /**
     * Estimates the work of a sweep; measures the speed of this machine for some seconds.
     *
     * @param plan the trials
     * @param parallel the number of trials that run at the same time
     * @throws io.jointae.base.InvalidInputException if {@code parallel} is less than 1
     */
    public static WorkEstimate of(SweepPlan plan, int parallel) {
        Sweep.checkParallel(parallel);
        List<SharedPrefixGroup> groups = SharedPrefixGroup.of(plan.trials());
        double unshared =
                plan.trials().stream().mapToDouble(TrainingWork::unshared).sum();
        double shared =
                groups.stream().mapToDouble(SharedPrefixGroup::multiplyAdds).sum();
        List<HalvingBracket> brackets = HalvingBracket.of(plan.trials());
        double halved =
                brackets.stream().mapToDouble(HalvingBracket::savedTraining).sum();
        double evaluating =
                plan.trials().stream().mapToDouble(EvaluationWork::of).sum()
                        + brackets.stream()
                                .mapToDouble(HalvingBracket::addedEvaluations)
                                .sum();
        double longest = groups.stream()
                .mapToDouble(SharedPrefixGroup::longestChain)
                .max()
                .orElse(0);
        double rate = measureRate(plan);
        int evaluations = plan.trials().stream()
                .mapToInt(trial -> trial.evaluation().evaluations().size())
                .sum();
        // A trial that builds on others starts after them: the longest chain is a lower bound of the time.
        double hours = Math.max((shared - halved + evaluating) / parallel, longest) / rate / 3600;
        return new WorkEstimate(
                plan.trials().size(),
                evaluations,
                new MultiplyAdds(shared - halved, unshared - shared, halved, evaluating),
                new RunningTime(rate, parallel, hours));
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
                # The sweep takes about %s hours with %s at a time, if parallel trials do not slow each other down.""",
                grids,
                count(trials, "trial"),
                count(evaluations, "evaluation"),
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
                String.format(Locale.ROOT, time.hours() < 10 ? "%.2g" : "%.0f", time.hours()),
                count(time.parallel(), "trial"));
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Returns the multiply-adds per second of the last phase of the trial with the most work. */
    private static double measureRate(SweepPlan plan) {
        Trial largest = plan.trials().stream()
                .max(Comparator.comparingDouble(TrainingWork::unshared))
                .orElseThrow();
        TrainingPlan training = largest.plan();
        Phase phase = training.phases().get(training.phases().size() - 1);
        double[] learningRates = new double[training.architecture().depth()];
        Arrays.fill(learningRates, 1e-3);
        Replica replica = new Replica(training.architecture(), phase.objective(), Updater.RMSPROP, learningRates);
        replica.set(WeightInitializer.parameters(training.architecture(), 1), new float[0]);
        Minibatch batch = new Minibatch(
                        examples(training.architecture().inputs(), training.batchSize()), training.batchSize())
                .range(0, training.batchSize());
        int step = 0;
        for (; step < WARM_UP; step++) {
            replica.step(batch, step);
        }
        List<Double> seconds = new ArrayList<>();
        for (double sum = 0;
                seconds.size() < MIN_STEPS || sum < MEASURED_SECONDS;
                sum += seconds.get(seconds.size() - 1)) {
            long begin = System.nanoTime();
            replica.step(batch, step++);
            seconds.add((System.nanoTime() - begin) * 1e-9);
        }
        // The median ignores a step that waited for another process.
        Collections.sort(seconds);
        double median = seconds.get(seconds.size() / 2);
        return training.batchSize() * phase.objective().multiplyAdds(training.architecture()) / median;
    }

    private static Examples examples(int width, int batchSize) {
        Examples.Builder rows = new Examples.Builder(width);
        float[] row = new float[width];
        for (int j = 0; j < batchSize; j++) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) CounterRandom.uniform(j, i);
            }
            rows.add(j, row, 0);
        }
        return rows.build();
    }
}
