package io.jointae.train.plan;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.model.LayerUpdaters;
import io.jointae.stack.Architecture;
import io.jointae.stack.InitialWeights;
import io.jointae.stack.Updater;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Everything that determines a training run except the data.
 *
 * @param name the name shown to people and in the Spark UI, for example {@code rectangles DAE-2J}
 * @param architecture the stack with the regularizers of each layer
 * @param initialWeights the range of the weights before the first step
 * @param phases the phases in the order in which they run, at least one
 * @param steps how training steps are taken
 * @param averaging how many workers train, and how their replicas are averaged
 * @param evaluateEvery the number of epochs between two evaluations of the reconstruction cost; 0 for none
 */
@DefaultSerializer(JavaSerializer.class)
public record TrainingPlan(
        String name,
        Architecture architecture,
        InitialWeights initialWeights,
        List<Phase> phases,
        StepSettings steps,
        Averaging averaging,
        int evaluateEvery)
        implements Serializable {

    public TrainingPlan {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(initialWeights, "initialWeights");
        Objects.requireNonNull(steps, "steps");
        Objects.requireNonNull(averaging, "averaging");
        phases = List.copyOf(phases);
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("A training plan needs at least one phase.");
        }
        if (evaluateEvery < 0) {
            throw InvalidInputException.ofField(
                    "evaluate-every", "%d is invalid: it must be a whole number of 0 or more.", evaluateEvery);
        }
        for (Phase phase : phases) {
            phase.objective().check(architecture);
            if (phase.learningRates().size() != architecture.depth()) {
                throw new IllegalArgumentException("Phase " + phase.name() + " has "
                        + phase.learningRates().size() + " learning rates for " + architecture.depth() + " layers.");
            }
        }
    }

    /** Describes a run that begins with the default range of the weights. */
    public TrainingPlan(
            String name,
            Architecture architecture,
            List<Phase> phases,
            StepSettings steps,
            Averaging averaging,
            int evaluateEvery) {
        this(name, architecture, InitialWeights.DEFAULT, phases, steps, averaging, evaluateEvery);
    }

    /** Returns the updater and each layer's learning rate in the last phase, as stored networks state them. */
    public LayerUpdaters lastUpdaters() {
        return new LayerUpdaters(updater(), phases.get(phases.size() - 1).learningRates());
    }

    /** Returns the rule that turns a gradient into a change of the parameters. */
    public Updater updater() {
        return steps.updater();
    }

    /** Returns the number of examples per step of a worker. */
    public int batchSize() {
        return steps.batchSize();
    }

    /** Returns whether each epoch takes the examples in a new order. */
    public boolean shuffle() {
        return steps.shuffle();
    }

    /** Returns the seed of the initial weights, the corruption and the order of the examples. */
    public long seed() {
        return steps.seed();
    }

    /** Returns the number of epochs of all phases together. */
    public int epochs() {
        return phases.stream().mapToInt(Phase::epochs).sum();
    }

    /** Returns the number of epochs of all phases before the phase with this index. */
    public int epochsBefore(int phase) {
        return phases.subList(0, phase).stream().mapToInt(Phase::epochs).sum();
    }

    /**
     * Returns whether the reconstruction cost is evaluated after an epoch: at every multiple of the interval, and at the
     * end of the phase.
     *
     * @param phase the index of the phase, from 0
     * @param epoch the number of the epoch, from 1
     */
    public boolean evaluates(int phase, int epoch) {
        return evaluateEvery > 0
                && (epoch % evaluateEvery == 0 || epoch == phases.get(phase).epochs());
    }
}
