package io.jointae.bench.probe;

import io.jointae.stack.Architecture;
import io.jointae.stack.Examples;
import io.jointae.stack.Objective;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.stack.compute.Stretch;
import io.jointae.stack.engine.Arithmetic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes training steps of several trials as one batch, and of one trial alone. Benchmarks compare their times. */
public final class BatchedProbe implements AutoCloseable {

    private static final double RATE = 1e-3;

    private final List<Replica> together = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private final Replica alone;

    /**
     * Initializes trials that differ in learning rate, seed and corruption.
     *
     * @param examples the examples, at least one minibatch
     * @param batchSize the number of examples per minibatch
     * @param steps the number of steps that a call of {@link #runTogether} and of {@link #runAlone} takes
     * @param trials the number of trials of the batch
     */
    public BatchedProbe(
            Architecture architecture, Examples examples, int batchSize, int steps, int trials, Arithmetic arithmetic) {
        List<ElementWise> ops = arithmetic.open(Optional.empty(), trials);
        for (int trial = 0; trial < trials; trial++) {
            together.add(replica(architecture, trial, ops.get(trial)));
            stretches.add(stretch(examples, batchSize, steps, trial));
        }
        alone = replica(architecture, 0, arithmetic.open(Optional.empty()));
    }

    private static Replica replica(Architecture architecture, int trial, ElementWise ops) {
        double[] rates = new double[architecture.depth()];
        Arrays.fill(rates, RATE / (trial + 1));
        Objective objective = Objective.joint(architecture.depth(), true);
        Replica replica = new Replica(architecture, objective, Updater.RMSPROP, rates, ops);
        replica.set(WeightInitializer.parameters(architecture, trial), new float[0]);
        return replica;
    }

    private static Stretch stretch(Examples examples, int batchSize, int steps, int trial) {
        Stretch stretch = new Stretch(examples.width(), batchSize, steps, trial);
        for (int step = 0; step < steps; step++) {
            Minibatch batch = stretch.add(1);
            for (int j = 0; j < batchSize; j++) {
                batch.add(examples, (step * batchSize + j) % examples.size());
            }
        }
        return stretch;
    }

    /** Takes the steps of all trials as one batch, and waits for the device. */
    public void runTogether() {
        Replica.train(together, stretches);
    }

    /** Takes the steps of the first trial alone, and waits for the device. */
    public void runAlone() {
        alone.train(stretches.get(0));
    }

    /** Returns the parameters of the first trial of the batch. */
    public float[] parametersTogether() {
        return together.get(0).parameters();
    }

    /** Returns the parameters of the first trial, trained alone. */
    public float[] parametersAlone() {
        return alone.parameters();
    }

    @Override
    public void close() {
        together.get(0).close();
        alone.close();
    }
}
