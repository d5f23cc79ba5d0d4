package io.jointae.bench.probe;

import io.jointae.linalg.Matrix;
import io.jointae.linalg.OneDnn;
import io.jointae.stack.Architecture;
import io.jointae.stack.Examples;
import io.jointae.stack.Objective;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.stack.engine.Arithmetic;
import java.util.Arrays;
import java.util.Optional;

/**
 * Runs complete training steps, the same steps reduced to their matrix products, and the optimizer's pass alone.
 * Benchmarks compare their times.
 */
public final class StepProbe {

    private final Replica complete;
    private final Replica productsOnly;
    private final ElementWise ops;
    private final Matrix parameters;
    private final Matrix state;
    private final Matrix gradient;
    private final Minibatch batch;
    private final int batches;
    private final int batchSize;
    private final double flops;
    /** The number of steps so far, which selects the next minibatch. */
    private int stepCount;

    /**
     * Initializes the parameters of both kinds of steps from the same seed.
     *
     * @param architecture the layers of the stack
     * @param objective the loss that a step minimizes
     * @param examples the examples, at least one minibatch
     * @param batchSize the number of examples per minibatch
     * @param arithmetic the library and the precision of the products
     */
    public StepProbe(
            Architecture architecture, Objective objective, Examples examples, int batchSize, Arithmetic arithmetic) {
        double[] rates = new double[architecture.depth()];
        Arrays.fill(rates, 1e-3);
        complete = new Replica(architecture, objective, Updater.RMSPROP, rates, arithmetic.open(Optional.empty()));
        productsOnly = new Replica(
                architecture, objective, Updater.RMSPROP, rates, new ProductsOnly(arithmetic.open(Optional.empty())));
        ops = arithmetic.open(Optional.empty());
        float[] initial = WeightInitializer.parameters(architecture, 1);
        float[] freshState = new float[0];
        complete.set(initial, freshState);
        productsOnly.set(initial, freshState);
        parameters = ops.create(initial.length, 1);
        state = ops.create(initial.length, 1);
        gradient = ops.create(initial.length, 1);
        parameters.write(initial);
        state.fill(Updater.RMSPROP.initialState());
        gradient.write(new float[initial.length]);
        batch = new Minibatch(examples, batchSize);
        batches = examples.size() / batchSize;
        this.batchSize = batchSize;
        flops = 2 * batchSize * objective.multiplyAdds(architecture);
    }

    /** Returns the number of floating-point operations in the matrix products of one step. */
    public double flops() {
        return flops;
    }

    /** Returns the name of the library that computes the matrix products. */
    public String productLibrary() {
        return Matrix.onHost() && OneDnn.isPresent() ? "oneDNN" : "ND4J's BLAS";
    }

    /** Runs {@code n} complete training steps. */
    public void runSteps(int n) {
        for (int i = 0; i < n; i++) {
            complete.step(nextBatch(), stepCount);
        }
    }

    /** Runs the matrix products of {@code n} training steps. */
    public void runProducts(int n) {
        for (int i = 0; i < n; i++) {
            productsOnly.step(nextBatch(), stepCount);
        }
    }

    /** Runs the optimizer's pass over all parameters {@code n} times. */
    public void runUpdates(int n) {
        for (int i = 0; i < n; i++) {
            ops.update(Updater.RMSPROP, parameters, state, gradient, 0, parameters.length(), 1e-3, null);
        }
    }

    private Minibatch nextBatch() {
        int from = stepCount++ % batches * batchSize;
        return batch.range(from, from + batchSize);
    }
}
