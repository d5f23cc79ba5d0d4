package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The passes between matrix products, fused as a gradient needs them. All matrices are
 * {@code [units, batch]}, biases and per-unit vectors {@code [units, 1]}; every output is overwritten
 * unless it says "adds".
 */
public interface ElementWise {

    /** Fused passes over host floats where the backend has them, ND4J's own operations otherwise. */
    static ElementWise of(DataType type) {
        return type == DataType.FLOAT && Matrix.onHost() ? new HostElementWise() : new Nd4jElementWise(type);
    }

    /** The type of all matrices. */
    DataType type();

    /** {@code x = } the examples, one a column. */
    void load(Minibatch batch, Matrix x);

    /** {@code z = f(z + bias)}. */
    void activate(Matrix z, Matrix bias, Activation f);

    /** {@code into = corrupt(h)}, one key a column. */
    void corrupt(Matrix h, Corruption corruption, long[] keys, Matrix into);

    /** {@code delta} through {@link #corrupt} backwards, in place. */
    void uncorrupt(Matrix delta, Corruption corruption, long[] keys);

    /**
     * The output end of a reconstruction: {@code y = f(z + bias)}, then {@code z = scale dL(target, y)/dz}.
     *
     * @param biasGradient sum of the new {@code z} over the batch
     * @param targetGradient {@code scale dL/dtarget}; null where the target is data
     * @return the loss, summed over units and examples, without {@code scale}
     */
    double output(
            Matrix z,
            Matrix bias,
            Activation f,
            Loss loss,
            Matrix target,
            double scale,
            Matrix biasGradient,
            Matrix targetGradient);

    /**
     * {@code delta = delta f'(a)}.
     *
     * @param biasGradient sum of the new {@code delta} over the batch, or adds it where {@code add}
     */
    void backward(Matrix delta, Matrix a, Activation f, Matrix biasGradient, boolean add);

    /**
     * As {@link #backward}, plus the contractive penalty {@code weight sum_j f'(z_j)^2 |W_j|^2}:
     * {@code delta = delta f' + 2 weight f' f'' |W_j|^2}.
     *
     * @param squares {@code |W_j|^2} of each unit
     * @param shrink {@code 2 weight sum_batch f'^2} of each unit: the penalty's gradient on {@code W_j} in units
     *     of {@code W_j}
     * @return the penalty summed over the batch, {@code weight} included
     */
    double backwardContractive(
            Matrix delta, Matrix a, Activation f, Matrix biasGradient, Matrix squares, double weight, Matrix shrink);

    /** {@code squares[j] = |W_j|^2}, the columns' squared norms. */
    void columnSquares(Matrix w, Matrix squares);

    /**
     * Adds a penalty's gradient.
     *
     * @return {@code l1 sum |W| + l2 sum W^2 / 2}
     */
    double decay(Matrix w, Matrix gradient, WeightPenalty penalty);

    /**
     * One step of an updater over flat parameters {@code [from, to)}; the gradient stays as it is.
     *
     * @param penalty whose gradient is added on the way, where {@code [from, to)} is one matrix; null for none
     */
    void update(
            Updater updater,
            Matrix parameters,
            Matrix state,
            Matrix gradient,
            int from,
            int to,
            double learningRate,
            WeightPenalty penalty);
}
