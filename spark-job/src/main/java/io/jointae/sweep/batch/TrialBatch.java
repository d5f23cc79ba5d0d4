package io.jointae.sweep.batch;

import io.jointae.base.text.Count;
import io.jointae.stack.ParameterLayout;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepShape;
import io.jointae.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trials that train together on one device. They have the same data and shapes, and one worker each; they differ in
 * learning rates, in the strengths of noise and contraction, in their initial weights, and in their seeds.
 *
 * @param trials at least two trials
 */
public record TrialBatch(List<Trial> trials) {

    /** A replica has parameters, gradient, optimizer state and the working memory of a step. */
    private static final int BYTES_PER_PARAMETER = 16;

    /** The most memory of a device for the replicas of one batch. */
    private static final long MOST_BYTES = 8L << 30;

    public TrialBatch {
        trials = List.copyOf(trials);
        if (trials.size() < 2) {
            throw new IllegalArgumentException("A batch needs two trials.");
        }
    }

    /** The values that the trials of a batch have in common. */
    private record Common(
            String data,
            Scheme scheme,
            int evaluateEvery,
            List<StepShape> shapes,
            List<Integer> epochs,
            Object halving) {

        static Common of(Trial trial) {
            TrainingPlan plan = trial.plan();
            List<StepShape> shapes = new ArrayList<>();
            for (int phase = 0; phase < plan.phases().size(); phase++) {
                shapes.add(StepShape.of(plan, phase));
            }
            return new Common(
                    trial.data().dir() + trial.data().hash(),
                    trial.options().scheme(),
                    plan.evaluateEvery(),
                    shapes,
                    plan.phases().stream().map(Phase::epochs).toList(),
                    trial.halving());
        }
    }

    /** Finds the most trials that train as one batch. */
    @FunctionalInterface
    interface Limit {

        /** Returns the most trials of a batch, 1 or more, if a number of trials can train with the given one. */
        int of(Trial trial, int alike);
    }

    /**
     * Returns the batches that trials form. Trials that are alike and more than a batch holds are divided evenly.
     *
     * @return batches in the order of their first trials; a trial that trains alone is in none
     */
    static List<TrialBatch> of(List<Trial> trials, Limit limit) {
        Map<Common, List<Trial>> alike = new LinkedHashMap<>();
        for (Trial trial : trials) {
            if (trial.options().averaging().workers() == 1) {
                alike.computeIfAbsent(Common.of(trial), none -> new ArrayList<>())
                        .add(trial);
            }
        }
        List<TrialBatch> batches = new ArrayList<>();
        for (List<Trial> members : alike.values()) {
            int most = Math.min(limit.of(members.get(0), members.size()), mostOnDevice(members.get(0)));
            int count = (members.size() + most - 1) / most;
            for (int b = 0; b < count; b++) {
                List<Trial> some = members.subList(members.size() * b / count, members.size() * (b + 1) / count);
                if (some.size() > 1) {
                    batches.add(new TrialBatch(some));
                }
            }
        }
        return batches;
    }

    private static int mostOnDevice(Trial trial) {
        long replica =
                (long) BYTES_PER_PARAMETER * new ParameterLayout(trial.plan().architecture()).size();
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, MOST_BYTES / replica));
    }

    /**
     * Describes the batches of a sweep in one sentence.
     *
     * @param all the number of trials of the sweep
     */
    public static String describe(List<TrialBatch> batches, int all) {
        int batched = batches.stream().mapToInt(batch -> batch.trials.size()).sum();
        int largest =
                batches.stream().mapToInt(batch -> batch.trials.size()).max().orElse(1);
        return batches.isEmpty()
                ? "Each of the " + Count.of(all, "trial") + " trains alone."
                : String.format(
                        "%d of the %s train together, in %s of up to %d.",
                        batched,
                        Count.of(all, "trial"),
                        batches.size() == 1 ? "1 batch" : batches.size() + " batches",
                        largest);
    }
}
