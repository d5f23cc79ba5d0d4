package io.jointae.sweep;

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
 * How much a sweep is, before it runs.
 *
 * @param trials models
 * @param evaluations of them
 * @param multiplyAdds of the matrix products of training, shared phases once, without what halving saves
 * @param saved multiply-adds that sharing saves
 * @param halved multiply-adds of training that halving saves, where no settings tie
 * @param evaluating multiply-adds of the matrix products of evaluations, those of halving among them
 * @param rate multiply-adds a second of one trial on this machine, whole training steps measured
 * @param hours of training and evaluating with so many trials side by side, as fast each as one alone
 */
public record WorkEstimate(
        int trials,
        int evaluations,
        double multiplyAdds,
        double saved,
        double halved,
        double evaluating,
        double rate,
        int parallel,
        double hours) {

    private static final int WARM_UP = 3;
    private static final double SECONDS = 2;
    private static final int AT_LEAST = 5;

    /** Measures this machine for some seconds. */
    public static WorkEstimate of(SweepPlan plan, int parallel) {
        Sweep.checkParallel(parallel);
        List<SharedPrefixGroup> families = SharedPrefixGroup.of(plan.trials());
        double alone =
                plan.trials().stream().mapToDouble(TrainingWork::unshared).sum();
        double shared =
                families.stream().mapToDouble(SharedPrefixGroup::multiplyAdds).sum();
        List<HalvingBracket> brackets = HalvingBracket.of(plan.trials());
        double halved =
                brackets.stream().mapToDouble(HalvingBracket::savedTraining).sum();
        double evaluating =
                plan.trials().stream().mapToDouble(EvaluationWork::of).sum()
                        + brackets.stream()
                                .mapToDouble(HalvingBracket::addedEvaluations)
                                .sum();
        double longest = families.stream()
                .mapToDouble(SharedPrefixGroup::longestChain)
                .max()
                .orElse(0);
        double rate = rate(plan);
        int evaluations = plan.trials().stream()
                .mapToInt(trial -> trial.evaluation().evaluations().size())
                .sum();
        // What waits for other trials cannot be quicker than they one after another.
        double hours = Math.max((shared - halved + evaluating) / parallel, longest) / rate / 3600;
        return new WorkEstimate(
                plan.trials().size(),
                evaluations,
                shared - halved,
                alone - shared,
                halved,
                evaluating,
                rate,
                parallel,
                hours);
    }

    /** Every default visible, as a file that may be run as it is, the estimate in comments. */
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
        return String.format(
                Locale.ROOT,
                """
                %s
                #
                # %d trials, %d evaluations:
                %s
                # training: %.3g multiply-adds in matrix products; sharing layerwise phases saves %.3g (%.0f %% of %.3g)%s
                # evaluations: about %.3g%s
                # this machine: %.3g multiply-adds a second a trial, in whole training steps
                # about %s hours with --parallel %d, as fast each as one alone""",
                grids,
                trials,
                evaluations,
                perDataset,
                multiplyAdds,
                saved,
                100 * saved / (multiplyAdds + halved + saved),
                multiplyAdds + halved + saved,
                halved == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", halving %.3g (%.0f %%)",
                                halved,
                                100 * halved / (multiplyAdds + halved)),
                evaluating,
                plan.trials().stream()
                                .anyMatch(trial ->
                                        trial.evaluation().evaluations().contains(TrialEvaluation.FINETUNE))
                        ? ", fine-tuning at as many epochs as it may take"
                        : "",
                rate,
                hours < 10 ? String.format(Locale.ROOT, "%.2g", hours) : String.format(Locale.ROOT, "%.0f", hours),
                parallel);
    }

    /** Of the steps of the last phase of the trial with the most work. */
    private static double rate(SweepPlan plan) {
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
        for (double sum = 0; seconds.size() < AT_LEAST || sum < SECONDS; sum += seconds.get(seconds.size() - 1)) {
            long begin = System.nanoTime();
            replica.step(batch, step++);
            seconds.add((System.nanoTime() - begin) * 1e-9);
        }
        // The median: one step that waited for another process says nothing.
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
