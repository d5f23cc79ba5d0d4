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
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A training step and its parts, to be timed: the whole step, and the same code path with nothing but its
 * matrix products.
 */
public final class StepProbe {

    private final Replica whole;
    private final Replica products;
    private final ElementWise ops = ElementWise.of(DataType.FLOAT);
    private final Matrix parameters;
    private final Matrix state;
    private final Matrix gradient;
    private final Minibatch batch;
    private final int batches;
    private final int batchSize;
    private final double flops;
    private int next;

    public StepProbe(Architecture architecture, Objective objective, Examples examples, int batchSize) {
        double[] rates = new double[architecture.depth()];
        Arrays.fill(rates, 1e-3);
        ProductsOnly bare = new ProductsOnly();
        whole = new Replica(architecture, objective, Updater.RMSPROP, rates);
        products = new Replica(architecture, objective, Updater.RMSPROP, rates, bare);
        float[] initial = WeightInitializer.parameters(architecture, 1);
        float[] anew = new float[0];
        whole.set(initial, anew);
        products.set(initial, anew);
        parameters = Matrix.create(DataType.FLOAT, initial.length, 1);
        state = Matrix.create(DataType.FLOAT, initial.length, 1);
        gradient = Matrix.create(DataType.FLOAT, initial.length, 1);
        parameters.write(initial);
        state.array().assign(Updater.RMSPROP.initialState());
        gradient.write(new float[initial.length]);
        batch = new Minibatch(examples, batchSize);
        batches = examples.size() / batchSize;
        this.batchSize = batchSize;
        flops = 2 * batchSize * objective.multiplyAdds(architecture);
    }

    /** Floating-point operations of a step's products. */
    public double flops() {
        return flops;
    }

    /** The library that multiplies. */
    public String multiplier() {
        return Matrix.onHost() && OneDnn.isPresent() ? "oneDNN" : "ND4J's BLAS";
    }

    public void steps(int n) {
        for (int i = 0; i < n; i++) {
            whole.step(batch(), next);
        }
    }

    public void products(int n) {
        for (int i = 0; i < n; i++) {
            products.step(batch(), next);
        }
    }

    /** The updater's pass alone. */
    public void updates(int n) {
        for (int i = 0; i < n; i++) {
            ops.update(Updater.RMSPROP, parameters, state, gradient, 0, parameters.length(), 1e-3, null);
        }
    }

    private Minibatch batch() {
        int from = next++ % batches * batchSize;
        return batch.range(from, from + batchSize);
    }
}
