package io.jointae.bench.probe;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Cost;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.RowKeys;
import io.jointae.stack.compute.WeightPenalty;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Element-wise passes that do nothing, except that examples are loaded. A training step with these passes consists of
 * its matrix products, so its time is the lower limit of a step's time.
 */
final class ProductsOnly implements ElementWise {

    private final ElementWise loader;
    private final float[] first = new float[1];

    /** @param loader creates the matrices, which determine how products are computed, and loads examples */
    ProductsOnly(ElementWise loader) {
        this.loader = loader;
    }

    @Override
    public DataType type() {
        return DataType.FLOAT;
    }

    @Override
    public Matrix create(int rows, int columns) {
        return loader.create(rows, columns);
    }

    @Override
    public void load(Minibatch batch, Matrix x) {
        loader.load(batch, x);
    }

    @Override
    public void activate(Matrix z, Matrix bias, Activation f) {}

    @Override
    public void corrupt(Matrix h, Corruption corruption, RowKeys keys, Matrix into) {
        // The next product reads this matrix. Uninitialized memory may contain denormal numbers, which are slow.
        into.get(0, first, 1);
        if (first[0] != 1) {
            into.fill(1);
        }
    }

    @Override
    public void backwardCorruption(Matrix delta, Corruption corruption, RowKeys keys) {}

    @Override
    public Cost output(
            Matrix z,
            Matrix bias,
            Activation f,
            Loss loss,
            Matrix target,
            double scale,
            Matrix biasGradient,
            Matrix targetGradient) {
        return Cost.ZERO;
    }

    @Override
    public void backward(Matrix delta, Matrix a, Activation f, Matrix biasGradient, boolean add) {}

    @Override
    public Cost backwardContractive(
            Matrix delta, Matrix a, Activation f, Matrix biasGradient, Matrix squares, double weight, Matrix shrink) {
        return Cost.ZERO;
    }

    @Override
    public void columnSquares(Matrix w, Matrix squares) {}

    @Override
    public Cost addPenalty(Matrix w, Matrix gradient, WeightPenalty penalty) {
        return Cost.ZERO;
    }

    @Override
    public void update(
            Updater updater,
            Matrix parameters,
            Matrix state,
            Matrix gradient,
            int from,
            int to,
            double learningRate,
            WeightPenalty penalty) {}
}
