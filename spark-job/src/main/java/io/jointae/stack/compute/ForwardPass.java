package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.Examples;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Encodes and reconstructs up to {@code capacity} rows at a time. Rows are stored one after the other in plain arrays,
 * {@code [n, width]}. A forward pass holds a native copy of the model and working memory, which it reuses between
 * calls. It is not thread-safe.
 */
public final class ForwardPass {

    private final Architecture architecture;
    private final int capacity;
    private final ElementWise ops;
    private final StackMatrices parameters;
    private final Matrix[] up;
    private final Matrix[] down;
    private float[] scratch = new float[0];

    /** Copies a model's parameters to native memory, for calls with at most {@code capacity} rows. */
    public ForwardPass(StackModel model, int capacity) {
        this(model, capacity, ElementWise.of(DataType.FLOAT));
    }

    /**
     * Copies a model's parameters to the memory of a library.
     *
     * @param capacity largest number of rows per call, at least 1
     * @param ops the arithmetic of the library, in single precision
     */
    public ForwardPass(StackModel model, int capacity, ElementWise ops) {
        this(model.architecture(), copy(model, ops), ops, capacity);
    }

    /** Uses parameters that belong to the caller, who may change them between calls. */
    ForwardPass(Architecture architecture, StackMatrices parameters, ElementWise ops, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ": it must be at least 1.");
        }
        this.architecture = architecture;
        this.parameters = parameters;
        this.ops = ops;
        this.capacity = capacity;
        this.up = new Matrix[architecture.depth() + 1];
        this.down = new Matrix[architecture.depth() + 1];
    }

    private static StackMatrices copy(StackModel model, ElementWise ops) {
        Matrix flat = ops.create(model.parameters().length, 1);
        flat.write(model.parameters());
        flat.settle();
        return new StackMatrices(new ParameterLayout(model.architecture()), flat);
    }

    /** Releases the memory that the library holds outside of Java's control. The pass cannot be used after that. */
    public void close() {
        ops.close();
    }

    /** Returns the architecture of the model. */
    public Architecture architecture() {
        return architecture;
    }

    /** Returns the largest number of rows per call. */
    public int capacity() {
        return capacity;
    }

    /**
     * Computes the codes {@code h_layer} of clean rows.
     *
     * @param rows {@code [n, inputs]}
     * @param n number of rows, at least 1 and at most {@link #capacity}
     * @param layer 0 for the rows themselves, 1 for the lowest code, the depth of the stack for the top code
     * @param out {@code [n, width(layer)]}, overwritten
     */
    public void encode(float[] rows, int n, int layer, float[] out) {
        RowArrays.read(encoded(rows, n, layer, null), out);
    }

    /**
     * Computes codes as {@link #encode} does, but corrupts the input of each layer as in training.
     *
     * @param corruptionKey key of this corruption, such as one step of a sampling chain
     * @param firstId id of the first row; the ids of the other rows follow
     */
    public void encodeCorrupted(float[] rows, int n, int layer, long corruptionKey, long firstId, float[] out) {
        RowArrays.read(encoded(rows, n, layer, j -> CounterRandom.key(corruptionKey, firstId + j)), out);
    }

    /**
     * Reconstructs the input from codes.
     *
     * @param codes {@code [n, width(layer)]}, values of {@code h_layer}
     * @param out {@code [n, inputs]}, overwritten
     */
    public void decode(float[] codes, int n, int layer, float[] out) {
        RowArrays.write(codes, matrix(up, layer, n));
        Matrix z = decode(layer, n);
        ops.activate(z, parameters.c(0), architecture.output());
        RowArrays.read(z, out);
    }

    /**
     * Reconstructs clean rows through the lowest {@code layer} layers.
     *
     * @param rows {@code [n, inputs]}
     * @param out {@code [n, inputs]}, overwritten
     */
    public void reconstruct(float[] rows, int n, int layer, float[] out) {
        encoded(rows, n, layer, null);
        Matrix z = decode(layer, n);
        ops.activate(z, parameters.c(0), architecture.output());
        RowArrays.read(z, out);
    }

    /**
     * Computes the loss of reconstructing each clean row through the lowest {@code layer} layers. Losses are computed
     * in double precision from single-precision pre-activations.
     *
     * @param rows {@code [n, inputs]}
     * @param costs {@code [n]}, overwritten
     */
    public void costs(float[] rows, int n, int layer, double[] costs) {
        costs(rows, n, layer, null, costs);
    }

    /**
     * Computes losses as {@link #costs} does, but corrupts the input of each layer as in joint training. The
     * reconstruction is compared with the clean row: the result is one draw of the expectation in the paper's eq. 8.
     *
     * @param rows {@code [n, inputs]}
     * @param ids {@code [n]}, the ids of the rows; a row's corruption is a function of the key and its id
     * @param corruptionKey key of this corruption
     * @param costs {@code [n]}, overwritten
     */
    public void corruptedCosts(float[] rows, long[] ids, int n, int layer, long corruptionKey, double[] costs) {
        costs(rows, n, layer, j -> CounterRandom.key(corruptionKey, ids[j]), costs);
    }

    /**
     * Encodes clean rows and, from the same pass, reconstructs them. Every output equals that of {@link #encode},
     * {@link #reconstruct} and {@link #costs} bit for bit, but the rows are encoded and decoded only once.
     *
     * @param rows {@code [n, inputs]}
     * @param layer 1 for the lowest code, the depth for the top one
     * @param codes {@code [n, width(layer)]}, overwritten
     * @param reconstructions {@code [n, inputs]}, overwritten; null to skip it
     * @param costs {@code [n]}, overwritten; null to skip it
     */
    public void encodeAndReconstruct(
            float[] rows, int n, int layer, float[] codes, float[] reconstructions, double[] costs) {
        RowArrays.read(encoded(rows, n, layer, null), codes);
        if (reconstructions == null && costs == null) {
            return;
        }
        Matrix z = decode(layer, n);
        if (costs != null) {
            costs(z, rows, n, costs);
        }
        if (reconstructions != null) {
            ops.activate(z, parameters.c(0), architecture.output());
            RowArrays.read(z, reconstructions);
        }
    }

    private void costs(float[] rows, int n, int layer, IntToLongFunction rowKey, double[] costs) {
        encoded(rows, n, layer, rowKey);
        costs(decode(layer, n), rows, n, costs);
    }

    /** Compares reconstructions, given as pre-activations without their biases, with rows. */
    private void costs(Matrix z, float[] rows, int n, double[] costs) {
        int width = architecture.inputs();
        float[] pre = scratch(n * width);
        RowArrays.read(z, pre);
        float[] bias = new float[width];
        RowArrays.read(parameters.c(0), bias);
        for (int j = 0; j < n; j++) {
            double cost = 0;
            for (int i = 0; i < width; i++) {
                cost += RowArrays.cost(architecture, (double) pre[j * width + i] + bias[i], rows[j * width + i]);
            }
            costs[j] = cost;
        }
    }

    /**
     * Returns the sum of {@link #costs}, or of {@link #corruptedCosts}, over many rows. It is computed in single
     * precision by the passes of training, and does not depend on the division of the rows into blocks.
     *
     * @param blocks the rows; a block is read only when its rows are reached
     * @param count how many rows to take, from the first on
     * @param layer how many of the lowest layers to use
     * @param corruptionKey key of the corruption; empty for clean rows
     */
    public double totalCost(Iterator<Examples> blocks, int count, int layer, OptionalLong corruptionKey) {
        Minibatch batch = new Minibatch(architecture.inputs(), capacity);
        Matrix bias = ops.create(architecture.inputs(), 1);
        double total = 0;
        for (int done = 0; done < count; ) {
            Examples block = blocks.next();
            for (int row = 0; row < block.size() && done < count; row++, done++) {
                batch.add(block, row);
                if (batch.size() == capacity || done == count - 1) {
                    total += cost(batch, layer, corruptionKey, bias);
                    batch.clear();
                }
            }
        }
        return total;
    }

    private double cost(Minibatch batch, int layer, OptionalLong corruptionKey, Matrix bias) {
        int n = batch.size();
        Matrix x = matrix(up, 0, n);
        ops.load(batch, x);
        if (corruptionKey.isPresent()) {
            encodeLoaded(n, layer, j -> CounterRandom.key(corruptionKey.getAsLong(), batch.id(j)));
            // The corruption was in place, but the target is the clean input.
            ops.load(batch, x);
        } else {
            encodeLoaded(n, layer, null);
        }
        Matrix z = decode(layer, n);
        return ops.output(z, parameters.c(0), architecture.output(), architecture.loss(), x, 1, bias, null)
                .value();
    }

    /**
     * Encodes rows into {@code up[layer]} and returns that matrix.
     *
     * @param rowKey the corruption key of each row, with which the inputs of the layers are corrupted in place; null
     *     for no corruption
     */
    private Matrix encoded(float[] rows, int n, int layer, IntToLongFunction rowKey) {
        if (n < 1 || n > capacity) {
            throw new IllegalArgumentException("n is " + n + ": it must be from 1 to the capacity " + capacity + ".");
        }
        if (layer < 0 || layer > architecture.depth()) {
            throw new IllegalArgumentException(
                    "layer is " + layer + ": it must be from 0 to the depth " + architecture.depth() + ".");
        }
        RowArrays.write(rows, matrix(up, 0, n));
        return encodeLoaded(n, layer, rowKey);
    }

    private Matrix encodeLoaded(int n, int layer, IntToLongFunction rowKey) {
        for (int i = 0; i < layer; i++) {
            Matrix below = matrix(up, i, n);
            Corruption corruption = architecture.layer(i).corruption();
            if (rowKey != null && corruption.present()) {
                ops.corrupt(below, corruption, RowKeys.of(null, i, n, rowKey), below);
            }
            Matrix z = matrix(up, i + 1, n);
            z.product(parameters.w(i), true, below, false, 0);
            ops.activate(z, parameters.b(i), architecture.layer(i).activation());
        }
        return matrix(up, layer, n);
    }

    /** Decodes {@code up[layer]} and returns the pre-activations of the input, without their bias. */
    private Matrix decode(int layer, int n) {
        Matrix code = matrix(up, layer, n);
        for (int i = layer - 1; i >= 1; i--) {
            Matrix z = matrix(down, i, n);
            z.product(parameters.v(i), false, code, false, 0);
            ops.activate(z, parameters.c(i), architecture.activationOf(i));
            code = z;
        }
        Matrix z = matrix(down, 0, n);
        z.product(parameters.v(0), false, code, false, 0);
        return z;
    }

    /** Returns the first {@code n} columns of a level's matrix, which is created on first use. */
    private Matrix matrix(Matrix[] levels, int level, int n) {
        if (levels[level] == null) {
            levels[level] = ops.create(architecture.width(level), capacity);
        }
        return n == capacity ? levels[level] : levels[level].columns(n);
    }

    private float[] scratch(int length) {
        scratch = scratch.length < length ? new float[length] : scratch;
        return scratch;
    }
}
