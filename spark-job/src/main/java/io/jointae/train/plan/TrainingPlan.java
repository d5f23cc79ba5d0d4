package io.jointae.train.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.model.LayerUpdaters;
import io.jointae.stack.Architecture;
import io.jointae.stack.Updater;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * All that determines a training run but the data.
 *
 * @param name in words for people and the Spark UI, such as {@code rectangles DAE-2J}
 * @param architecture with each layer's regularizers
 * @param phases in order
 * @param batchSize examples a local step
 * @param shuffle whether each epoch has its own order; false takes examples as they come
 * @param seed of initial weights, noise and order
 * @param evaluateEvery epochs between two evaluations of the clean reconstruction cost; 0 for never
 */
public record TrainingPlan(
        String name,
        Architecture architecture,
        List<Phase> phases,
        Updater updater,
        int batchSize,
        Averaging averaging,
        boolean shuffle,
        long seed,
        int evaluateEvery)
        implements Serializable {

    public TrainingPlan {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(updater, "updater");
        Objects.requireNonNull(averaging, "averaging");
        phases = List.copyOf(phases);
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("a plan needs at least one phase");
        }
        if (batchSize < 1) {
            throw InvalidInputException.ofField(
                    "batch-size", "%d is invalid: it must be a whole number of 1 or more.", batchSize);
        }
        if (evaluateEvery < 0) {
            throw InvalidInputException.ofField(
                    "evaluate-every", "%d is invalid: it must be a whole number of 0 or more.", evaluateEvery);
        }
        for (Phase phase : phases) {
            phase.objective().check(architecture);
            if (phase.learningRates().size() != architecture.depth()) {
                throw new IllegalArgumentException(
                        phase.learningRates().size() + " learning rates for " + architecture.depth() + " layers");
            }
        }
    }

    /** Returns the updater and each layer's learning rate in the last phase: what a model's file states. */
    public LayerUpdaters lastUpdaters() {
        return new LayerUpdaters(updater, phases.get(phases.size() - 1).learningRates());
    }

    /** Epochs of all phases together. */
    public int epochs() {
        return phases.stream().mapToInt(Phase::epochs).sum();
    }

    /** Epochs of all phases before this one. */
    public int epochsBefore(int phase) {
        return phases.subList(0, phase).stream().mapToInt(Phase::epochs).sum();
    }

    /** Whether the state after this epoch, counted from 1, of this phase is evaluated. */
    public boolean evaluates(int phase, int epoch) {
        return evaluateEvery > 0
                && (epoch % evaluateEvery == 0 || epoch == phases.get(phase).epochs());
    }
}
