package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The arithmetic of one library: the memory of matrices, and the element-wise passes between matrix products, fused as
 * the gradient needs them. Matrices are {@code [units, batch]}, biases and other values per unit are {@code [units, 1]}.
 * Every output is overwritten, unless its description says that the pass adds to it. Matrices must come from {@link
 * #create}. An implementation is not thread-safe.
 */
public interface ElementWise extends AutoCloseable {

    /** Returns fused passes for single precision in the host's memory, and ND4J's own operations otherwise. */
    static ElementWise of(DataType type) {
        return type == DataType.FLOAT && Matrix.onHost() ? new HostElementWise() : new Nd4jElementWise(type);
    }

    /**
     * Returns the passes of single precision over matrices whose products are computed from factors in bfloat16, on the
     * host.
     *
     * @throws io.jointae.base.InvalidInputException if the processor does not multiply bfloat16 numbers
     */
    static ElementWise bfloat16() {
        return new Bfloat16ElementWise();
    }

    /** Returns the element type of all matrices. */
    DataType type();

    /** Returns a new matrix of {@link #type} with undefined content. */
    default Matrix create(int rows, int columns) {
        return Matrix.create(type(), rows, columns);
    }

    /**
     * Returns how many steps a caller should give to {@link Replica#train} at once. On the host it is 1, because longer
     * stretches only hold more examples in memory; a device works on while its caller prepares the next steps.
     */
    default int stretch() {
        return 1;
    }

    /**
     * Announces the batches of the next steps, so that a device can receive their examples and keys together.
     */
    default void begin(Stretch stretch) {}

    /** Ends what {@link #begin} announced. */
    default void end() {}

    /** Releases the memory on a device. The memory of the host is released by the garbage collector. */
    @Override
    default void close() {}

    /**
     * Copies the examples of a batch.
     *
     * @param x {@code [width, batch]}, one example per column
     */
    void load(Minibatch batch, Matrix x);

    /** Computes {@code z = f(z + bias)}. */
    void activate(Matrix z, Matrix bias, Activation f);

    /**
     * Corrupts examples (paper, eq. 2).
     *
     * @param h {@code [units, batch]}, the clean values
     * @param keys one key per column
     * @param into {@code [units, batch]}, the corrupted values; may be {@code h} itself
     */
    void corrupt(Matrix h, Corruption corruption, RowKeys keys, Matrix into);

    /**
     * Propagates a gradient backwards through {@link #corrupt}, in place.
     *
     * @param delta {@code [units, batch]}, the gradient on the corrupted values; becomes that on the clean values
     * @param keys the keys of the columns with which they were corrupted
     */
    void backwardCorruption(Matrix delta, Corruption corruption, RowKeys keys);

    /**
     * Computes the reconstruction {@code y = f(z + bias)} and its loss, then the gradient {@code z = scale
     * dL(target, y)/dz}.
     *
     * @param z {@code [units, batch]}, the pre-activations; becomes the gradient on them
     * @param bias {@code [units, 1]}
     * @param target {@code [units, batch]}, the clean values
     * @param scale factor of all gradients, such as one divided by the number of examples
     * @param biasGradient {@code [units, 1]}, the sum of the new {@code z} over the batch
     * @param targetGradient {@code [units, batch]}, {@code scale dL/dtarget}; null if the target is data
     * @return the loss summed over units and examples, without {@code scale}
     */
    Cost output(
            Matrix z,
            Matrix bias,
            Activation f,
            Loss loss,
            Matrix target,
            double scale,
            Matrix biasGradient,
            Matrix targetGradient);

    /**
     * Propagates a gradient backwards through an activation: {@code delta = delta f'(z)}.
     *
     * @param delta {@code [units, batch]}, the gradient on the values; becomes that on the pre-activations
     * @param a {@code [units, batch]}, the values {@code f(z)}
     * @param biasGradient {@code [units, 1]}, the sum of the new {@code delta} over the batch
     * @param add whether the pass adds to {@code biasGradient} instead of overwriting it
     */
    void backward(Matrix delta, Matrix a, Activation f, Matrix biasGradient, boolean add);

    /**
     * Propagates a gradient backwards as {@link #backward} does, and adds the gradient of the contractive penalty
     * {@code weight sum_j f'(z_j)^2 |W_j|^2} (paper, eq. 3): {@code delta = delta f' + 2 weight f' f'' |W_j|^2}.
     *
     * @param squares {@code [units, 1]}, {@code |W_j|^2} of each unit
     * @param weight the penalty's weight lambda, divided by the number of examples
     * @param columnFactors {@code [units, 1]}, {@code 2 weight} times the sum of {@code f'^2} over the batch; the
     *     penalty's gradient on {@code W_j} is this factor times {@code W_j}
     * @return the penalty summed over the batch, {@code weight} included
     */
    Cost backwardContractive(
            Matrix delta,
            Matrix a,
            Activation f,
            Matrix biasGradient,
            Matrix squares,
            double weight,
            Matrix columnFactors);

    /**
     * Computes the squared norm of each column, {@code squares[j] = |W_j|^2}.
     *
     * @param w {@code [in, out]}
     * @param squares {@code [out, 1]}
     */
    void columnSquares(Matrix w, Matrix squares);

    /**
     * Adds the gradient of a penalty on weights.
     *
     * @param w {@code [in, out]}, the weights
     * @param gradient {@code [in, out]}; the pass adds to it
     * @return {@code l1 sum |W| + l2 sum W^2 / 2}
     */
    Cost addPenalty(Matrix w, Matrix gradient, WeightPenalty penalty);

    /**
     * Takes one step of an updater over the parameters {@code [from, to)}.
     *
     * @param parameters all parameters, flat; those of the range change
     * @param state the updater's state, flat, as long as the parameters; null if the updater has none
     * @param gradient flat, as long as the parameters; does not change
     * @param penalty a penalty whose gradient is added on the fly if the range is one weight matrix; null for none
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
