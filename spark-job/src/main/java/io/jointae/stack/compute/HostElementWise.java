package io.jointae.stack.compute;

import io.jointae.linalg.FloatMath;
import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@link ElementWise} over floats in the host's memory. Each pass copies a piece of a column into small arrays that
 * stay in the first-level cache, where the just-in-time compiler turns plain loops into vector instructions. Not
 * thread-safe.
 */
class HostElementWise implements ElementWise {

    /** The length of a piece: even, because two units share a random word. An array takes 8 KiB. */
    static final int PIECE = 2048;

    private final float[] a = new float[PIECE];
    private final float[] b = new float[PIECE];
    private final float[] c = new float[PIECE];
    private final float[] d = new float[PIECE];
    private final float[] e = new float[PIECE];
    private final float[] sums = new float[PIECE];
    private final HostWeightPasses weightPasses = new HostWeightPasses();

    @Override
    public DataType type() {
        return DataType.FLOAT;
    }

    @Override
    public void load(Minibatch batch, Matrix x) {
        int rows = x.rows();
        for (int j = 0; j < batch.size(); j++) {
            for (int from = 0; from < rows; from += PIECE) {
                int n = Math.min(PIECE, rows - from);
                batch.copy(j, from, a, n);
                x.put(j * rows + from, a, n);
            }
        }
    }

    @Override
    public void activate(Matrix z, Matrix bias, Activation f) {
        int rows = z.rows();
        for (int from = 0; from < rows; from += PIECE) {
            int n = Math.min(PIECE, rows - from);
            // Short columns are processed several at a time, because a vector loop needs a certain length to pay.
            int group = n == rows ? PIECE / n : 1;
            bias.get(from, b, n);
            for (int k = 1; k < group; k++) {
                System.arraycopy(b, 0, b, k * n, n);
            }
            for (int j = 0; j < z.columns(); j += group) {
                int length = Math.min(group, z.columns() - j) * n;
                z.get(j * rows + from, a, length);
                FloatActivations.value(f, a, b, length);
                z.put(j * rows + from, a, length);
            }
        }
    }

    @Override
    public void corrupt(Matrix h, Corruption corruption, RowKeys keys, Matrix into) {
        int rows = h.rows();
        for (int j = 0; j < h.columns(); j++) {
            for (int from = 0; from < rows; from += PIECE) {
                int n = Math.min(PIECE, rows - from);
                h.get(j * rows + from, a, n);
                CounterRandom.corrupt(corruption, keys.key(j), from, a, b, n);
                into.put(j * rows + from, a, n);
            }
        }
    }

    @Override
    public void backwardCorruption(Matrix delta, Corruption corruption, RowKeys keys) {
        if (corruption.kind() == Corruption.Kind.GAUSSIAN) {
            return;
        }
        int rows = delta.rows();
        for (int j = 0; j < delta.columns(); j++) {
            for (int from = 0; from < rows; from += PIECE) {
                int n = Math.min(PIECE, rows - from);
                delta.get(j * rows + from, a, n);
                CounterRandom.backward(corruption, keys.key(j), from, a, n);
                delta.put(j * rows + from, a, n);
            }
        }
    }

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
        int rows = z.rows();
        float s = (float) scale;
        double sum = 0;
        for (int from = 0; from < rows; from += PIECE) {
            int n = Math.min(PIECE, rows - from);
            bias.get(from, b, n);
            Arrays.fill(sums, 0);
            for (int j = 0; j < z.columns(); j++) {
                int position = j * rows + from;
                z.get(position, a, n);
                FloatMath.add(a, b, n);
                target.get(position, d, n);
                System.arraycopy(a, 0, c, 0, n);
                FloatActivations.value(f, c, n);
                if (loss == Loss.CROSS_ENTROPY) {
                    FloatMath.crossEntropy(a, c, d, e, n);
                    if (targetGradient != null) {
                        FloatMath.scale(a, -s, a, n);
                        targetGradient.put(position, a, n);
                    }
                    FloatMath.scaledDifference(c, d, s, c, n);
                } else {
                    FloatMath.scaledDifference(c, d, 1, a, n);
                    FloatMath.multiply(a, a, e, n);
                    FloatMath.scale(a, 2 * s, a, n);
                    if (targetGradient != null) {
                        FloatMath.scale(a, -1, d, n);
                        targetGradient.put(position, d, n);
                    }
                    FloatActivations.slope(f, c, n);
                    FloatMath.multiply(c, a, c, n);
                }
                sum += FloatMath.sum(e, n);
                FloatMath.add(sums, c, n);
                z.put(position, c, n);
            }
            biasGradient.put(from, sums, n);
        }
        double cost = sum;
        return () -> cost;
    }

    @Override
    public void backward(Matrix delta, Matrix values, Activation f, Matrix biasGradient, boolean add) {
        int rows = delta.rows();
        for (int from = 0; from < rows; from += PIECE) {
            int n = Math.min(PIECE, rows - from);
            if (add) {
                biasGradient.get(from, c, n);
            } else {
                Arrays.fill(c, 0);
            }
            for (int j = 0; j < delta.columns(); j++) {
                int position = j * rows + from;
                values.get(position, a, n);
                delta.get(position, b, n);
                FloatActivations.backward(f, a, b, c, n);
                delta.put(position, b, n);
            }
            biasGradient.put(from, c, n);
        }
    }

    @Override
    public Cost backwardContractive(
            Matrix delta,
            Matrix values,
            Activation f,
            Matrix biasGradient,
            Matrix squares,
            double weight,
            Matrix columnFactors) {
        int rows = delta.rows();
        float factor = (float) (2 * weight);
        double sum = 0;
        for (int from = 0; from < rows; from += PIECE) {
            int n = Math.min(PIECE, rows - from);
            squares.get(from, e, n);
            Arrays.fill(c, 0);
            Arrays.fill(sums, 0);
            for (int j = 0; j < delta.columns(); j++) {
                int position = j * rows + from;
                values.get(position, a, n);
                delta.get(position, b, n);
                FloatActivations.backwardContractive(f, a, d, b, e, factor, sums, c, n);
                delta.put(position, b, n);
            }
            biasGradient.put(from, c, n);
            FloatMath.multiply(sums, e, e, n);
            sum += weight * FloatMath.sum(e, n);
            FloatMath.scale(sums, factor, sums, n);
            columnFactors.put(from, sums, n);
        }
        double penalty = sum;
        return () -> penalty;
    }

    @Override
    public void columnSquares(Matrix w, Matrix squares) {
        weightPasses.columnSquares(w, squares);
    }

    @Override
    public Cost addPenalty(Matrix w, Matrix gradient, WeightPenalty penalty) {
        double cost = weightPasses.addPenalty(w, gradient, penalty);
        return () -> cost;
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
            WeightPenalty penalty) {
        weightPasses.update(updater, parameters, state, gradient, from, to, learningRate, penalty);
    }
}
