package io.jointae.sweep;

import io.jointae.stack.ParameterLayout;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.plan.Phase;
import io.jointae.train.scaling.StepRate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The speed of the training steps of a sweep on this machine, as the mean over its phases by their multiply-adds.
 *
 * @param alone the multiply-adds per second of a trial that runs alone
 * @param together the multiply-adds per second of each trial while several run at the same time, one per core at most
 */
record TrialSpeed(double alone, double together) {

    /** The most kinds of steps that are measured: those with the most work of the sweep. */
    private static final int MOST_SHAPES = 6;

    /** How long the steps of one kind are measured, alone and again together. */
    private static final double SECONDS_PER_SHAPE = 0.4;

    /** The bytes per parameter of a replica: parameters, gradient, the optimizer's state, and the initial values. */
    private static final int BYTES_PER_PARAMETER = 16;

    private static final long MOST_BYTES = 1L << 30;

    /** The quantities that determine the time of a step: the multiply-adds per example, the batch, and the arithmetic besides. */
    private record Shape(double multiplyAdds, int batch, String kind) {
        static Shape of(Trial trial, Phase phase) {
            return new Shape(
                    phase.objective().multiplyAdds(trial.plan().architecture()),
                    trial.plan().batchSize(),
                    trial.options().toMap().get("kind"));
        }
    }

    /** The steps of one shape. */
    private static final class Steps {
        private final Trial trial;
        private final Phase phase;
        private double work;

        private Steps(Trial trial, Phase phase) {
            this.trial = trial;
            this.phase = phase;
        }

        private double rate(int replicas) {
            return StepRate.measure(trial.plan(), phase, replicas, SECONDS_PER_SHAPE);
        }
    }

    /**
     * Measures the speed for some seconds.
     *
     * @param trials the trials of the sweep, at least one
     * @param parallel the number of trials that run at the same time
     */
    static TrialSpeed measure(List<Trial> trials, int parallel) {
        Map<Shape, Steps> shapes = new LinkedHashMap<>();
        for (Trial trial : trials) {
            for (Phase phase : trial.plan().phases()) {
                Shape shape = Shape.of(trial, phase);
                shapes.computeIfAbsent(shape, absent -> new Steps(trial, phase)).work +=
                        phase.epochs() * (double) trial.data().size().trainRows() * shape.multiplyAdds();
            }
        }
        List<Steps> most = shapes.values().stream()
                .sorted(Comparator.comparingDouble((Steps steps) -> -steps.work))
                .limit(MOST_SHAPES)
                .toList();
        int replicas = Math.min(parallel, replicasThatFit(most));
        double alone = mean(most, 1);
        return new TrialSpeed(alone, replicas == 1 ? alone : Math.min(alone, mean(most, replicas)));
    }

    /** Returns how many replicas use a core each, and not more than a gibibyte of memory. */
    private static int replicasThatFit(Collection<Steps> shapes) {
        long largest = shapes.stream()
                .mapToLong(steps -> new ParameterLayout(steps.trial.plan().architecture()).size())
                .max()
                .orElseThrow();
        long fit = MOST_BYTES / (largest * BYTES_PER_PARAMETER);
        return (int) Math.max(1, Math.min(fit, Runtime.getRuntime().availableProcessors()));
    }

    /** Returns the work of all shapes divided by the time that it takes. */
    private static double mean(List<Steps> shapes, int replicas) {
        double work = 0;
        double seconds = 0;
        for (Steps steps : shapes) {
            work += steps.work;
            seconds += steps.work / steps.rate(replicas);
        }
        return work / seconds;
    }
}
