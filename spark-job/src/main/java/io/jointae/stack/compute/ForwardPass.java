package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.Examples;
import io.jointae.stack.Loss;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model's encodings and reconstructions of up to {@code capacity} rows at a time. Rows lie one after the
 * other in plain arrays, {@code [n, width]}. Holds the model's native copy and its working memory, which
 * it keeps between calls; not thread-safe.
 */
public final class ForwardPass {

    private final Architecture architecture;
    private final int capacity;
    private final ElementWise ops;
    private final StackMatrices parameters;
    private final Matrix[] up;
    private final Matrix[] down;
    private final long[] keys;
    private float[] scratch = new float[0];

    public ForwardPass(StackModel model, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.ops = ElementWise.of(DataType.FLOAT);
        INDArray flat = Nd4j.createFromArray(model.parameters());
        this.architecture = model.architecture();
        this.capacity = capacity;
        this.parameters = new StackMatrices(new ParameterLayout(architecture), flat);
        this.up = new Matrix[architecture.depth() + 1];
        this.down = new Matrix[architecture.depth() + 1];
        this.keys = new long[capacity];
    }

    /** Over parameters that another owns and may change between calls. */
    ForwardPass(Architecture architecture, StackMatrices parameters, ElementWise ops, int capacity) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.ops = ops;
        this.capacity = capacity;
        this.up = new Matrix[architecture.depth() + 1];
        this.down = new Matrix[architecture.depth() + 1];
        this.keys = new long[capacity];
    }

    public Architecture architecture() {
        return architecture;
    }

    public int capacity() {
        return capacity;
    }

    /**
     * The codes {@code h_layer} of clean rows.
     *
     * @param rows {@code [n, inputs]}
     * @param layer 0 for the rows themselves, 1 for the lowest code, depth for the top one
     * @param out {@code [n, width(layer)]}, overwritten
     */
    public void encode(float[] rows, int n, int layer, float[] out) {
        read(encoded(rows, n, layer, null), out);
    }

    /**
     * As {@link #encode}, each layer's input corrupted as in training.
     *
     * @param noise key of this use of the noise, such as a step of a chain
     * @param firstId identity of the first row; the next rows follow
     */
    public void encodeCorrupted(float[] rows, int n, int layer, long noise, long firstId, float[] out) {
        read(encoded(rows, n, layer, j -> CounterRandom.key(noise, firstId + j)), out);
    }

    /**
     * The reconstruction of the input out of codes.
     *
     * @param codes {@code [n, width(layer)]}, of {@code h_layer}
     * @param out {@code [n, inputs]}, overwritten
     */
    public void decode(float[] codes, int n, int layer, float[] out) {
        write(codes, matrix(up, layer, n));
        Matrix z = decodedTo(1, layer, n);
        ops.activate(z, parameters.c(0), architecture.output());
        read(z, out);
    }

    /** The reconstruction of clean rows through the lowest {@code layer} layers, {@code [n, inputs]}. */
    public void reconstruct(float[] rows, int n, int layer, float[] out) {
        encoded(rows, n, layer, null);
        Matrix z = decodedTo(1, layer, n);
        ops.activate(z, parameters.c(0), architecture.output());
        read(z, out);
    }

    /**
     * What the reconstruction of each clean row through the lowest {@code layer} layers costs, by the model's
     * loss; logarithms in double precision.
     *
     * @param costs {@code [n]}, overwritten
     */
    public void costs(float[] rows, int n, int layer, double[] costs) {
        costs(rows, n, layer, null, costs);
    }

    /**
     * As {@link #costs}, each layer's input corrupted as in joint training, the reconstruction compared with the
     * clean row: one draw of the expectation in the paper's eq. 8.
     *
     * @param ids of the rows, {@code [n]}: a row's noise is a function of the key and its id
     * @param noise key of this use of the noise
     */
    public void corruptedCosts(float[] rows, long[] ids, int n, int layer, long noise, double[] costs) {
        costs(rows, n, layer, j -> CounterRandom.key(noise, ids[j]), costs);
    }

    private void costs(float[] rows, int n, int layer, IntToLongFunction noise, double[] costs) {
        encoded(rows, n, layer, noise);
        Matrix z = decodedTo(1, layer, n);
        int width = architecture.inputs();
        float[] pre = scratch(n * width);
        read(z, pre);
        float[] bias = new float[width];
        read(parameters.c(0), bias);
        for (int j = 0; j < n; j++) {
            double cost = 0;
            for (int i = 0; i < width; i++) {
                cost += cost((double) pre[j * width + i] + bias[i], rows[j * width + i]);
            }
            costs[j] = cost;
        }
    }

    private double cost(double z, double target) {
        if (architecture.loss() == Loss.CROSS_ENTROPY) {
            return Activation.SOFTPLUS.value(z) - target * z;
        }
        double difference = target - architecture.output().value(z);
        return difference * difference;
    }

    /**
     * The sum of {@link #costs} over many clean rows, by the fast passes of training; single precision.
     *
     * @param first how many of the rows, from the first on
     * @param layer how many of the lowest layers to go through
     */
    public double totalCost(Examples rows, int first, int layer) {
        return totalCost(rows, first, layer, OptionalLong.empty());
    }

    /**
     * The sum of {@link #corruptedCosts} over many rows, by the fast passes of training; single precision.
     *
     * @param noise key of this use of the noise
     */
    public double totalCorruptedCost(Examples rows, int first, int layer, long noise) {
        return totalCost(rows, first, layer, OptionalLong.of(noise));
    }

    private double totalCost(Examples rows, int first, int layer, OptionalLong noise) {
        Minibatch batch = new Minibatch(rows, capacity);
        Matrix bias = Matrix.create(ops.type(), architecture.inputs(), 1);
        double total = 0;
        for (int from = 0; from < first; from += capacity) {
            int n = Math.min(capacity, first - from);
            Matrix x = matrix(up, 0, n);
            ops.load(batch.range(from, from + n), x);
            if (noise.isPresent()) {
                encodeLoaded(n, layer, j -> CounterRandom.key(noise.getAsLong(), batch.id(j)));
                // Corrupted in place, and the target is clean.
                ops.load(batch, x);
            } else {
                encodeLoaded(n, layer, null);
            }
            Matrix z = decodedTo(1, layer, n);
            total += ops.output(z, parameters.c(0), architecture.output(), architecture.loss(), x, 1, bias, null);
        }
        return total;
    }

    /**
     * Encodes into {@code up[layer]}.
     *
     * @param noise each row's key, under which the inputs of the layers are corrupted in place; null for clean
     */
    private Matrix encoded(float[] rows, int n, int layer, IntToLongFunction noise) {
        if (n < 1 || n > capacity) {
            throw new IllegalArgumentException(n + " rows where 1 to " + capacity + " fit");
        }
        if (layer < 0 || layer > architecture.depth()) {
            throw new IllegalArgumentException("layer " + layer + " of " + architecture.depth());
        }
        write(rows, matrix(up, 0, n));
        return encodeLoaded(n, layer, noise);
    }

    private Matrix encodeLoaded(int n, int layer, IntToLongFunction noise) {
        for (int i = 0; i < layer; i++) {
            Matrix below = matrix(up, i, n);
            Corruption corruption = architecture.layer(i).corruption();
            if (noise != null && corruption.present()) {
                long[] rowKeys = n == capacity ? keys : new long[n];
                for (int j = 0; j < n; j++) {
                    rowKeys[j] = CounterRandom.key(noise.applyAsLong(j), i);
                }
                ops.corrupt(below, corruption, rowKeys, below);
            }
            Matrix z = matrix(up, i + 1, n);
            z.product(parameters.w(i), true, below, false, 0);
            ops.activate(z, parameters.b(i), architecture.layer(i).activation());
        }
        return matrix(up, layer, n);
    }

    /** Decodes {@code up[layer]} down to the pre-activations of {@code h_(to - 1)}. */
    private Matrix decodedTo(int to, int layer, int n) {
        Matrix code = matrix(up, layer, n);
        for (int i = layer - 1; i >= to; i--) {
            Matrix z = matrix(down, i, n);
            z.product(parameters.v(i), false, code, false, 0);
            ops.activate(z, parameters.c(i), architecture.activationOf(i));
            code = z;
        }
        Matrix z = matrix(down, to - 1, n);
        z.product(parameters.v(to - 1), false, code, false, 0);
        return z;
    }

    /** The first {@code n} columns of this level's matrix. */
    private Matrix matrix(Matrix[] levels, int level, int n) {
        if (levels[level] == null) {
            levels[level] = Matrix.create(DataType.FLOAT, architecture.width(level), capacity);
        }
        return n == capacity ? levels[level] : levels[level].columns(n);
    }

    private static void write(float[] rows, Matrix matrix) {
        requireLength(rows, matrix);
        matrix.write(rows);
    }

    private static void read(Matrix matrix, float[] out) {
        requireLength(out, matrix);
        matrix.read(out);
    }

    private static void requireLength(float[] values, Matrix matrix) {
        if (values.length < matrix.length()) {
            throw new IllegalArgumentException(
                    "array of " + values.length + " where [" + matrix.columns() + ", " + matrix.rows() + "] is needed");
        }
    }

    private float[] scratch(int length) {
        if (scratch.length < length) {
            scratch = Arrays.copyOf(scratch, length);
        }
        return scratch;
    }
}
