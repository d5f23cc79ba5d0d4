package io.jointae.stack.compute;

import io.jointae.linalg.FloatMath;
import io.jointae.linalg.Matrix;
import io.jointae.stack.Updater;
import java.util.Arrays;

/**
 * The passes of {@link HostElementWise} over weights: column norms, penalties and the updater's step. Each pass copies
 * a piece of the weights into small arrays that stay in the first-level cache. Not thread-safe.
 */
final class HostWeightPasses {

    private static final int PIECE = HostElementWise.PIECE;

    /**
     * The length of a piece in {@link #update}. Three arrays of this length and the memory that they are copied from
     * and to fit 32 KiB together. A step over 1.8 million parameters was measured at 1.5 ms with this length, and at
     * 2.7 ms with pieces of 2,048.
     */
    private static final int UPDATE_PIECE = 512;

    private final float[] weights = new float[PIECE];
    private final float[] gradients = new float[PIECE];
    private final float[] factors = new float[PIECE];
    /** The updater's state, or magnitudes of weights. */
    private final float[] scratch = new float[PIECE];

    /** See {@link ElementWise#columnSquares}. */
    void columnSquares(Matrix w, Matrix squares) {
        int rows = w.rows();
        float[] sums = new float[w.columns()];
        for (int j = 0; j < w.columns(); j++) {
            double sum = 0;
            for (int from = 0; from < rows; from += PIECE) {
                sum += squares(w, j * rows + from, Math.min(PIECE, rows - from));
            }
            sums[j] = (float) sum;
        }
        squares.put(0, sums, sums.length);
    }

    /** Returns the sum of the squares of {@code n} weights, folded in halves as long as {@link FloatMath#fold} does. */
    private double squares(Matrix w, int position, int n) {
        int quarter = n / 4;
        if (n % 4 == 0 && quarter >= FloatMath.MIN_FOLDED_LENGTH) {
            w.get(position, weights, quarter);
            w.get(position + quarter, gradients, quarter);
            w.get(position + 2 * quarter, factors, quarter);
            w.get(position + 3 * quarter, scratch, quarter);
            sumOfSquares(weights, gradients, factors, scratch, quarter);
            return FloatMath.sum(weights, FloatMath.fold(weights, quarter));
        }
        w.get(position, weights, n);
        FloatMath.multiply(weights, weights, weights, n);
        return FloatMath.sum(weights, FloatMath.fold(weights, n));
    }

    /** Computes two folds of the squares of four quarters, {@code a = (a a + c c) + (b b + d d)}. */
    private static void sumOfSquares(float[] a, float[] b, float[] c, float[] d, int n) {
        for (int i = 0; i < n; i++) {
            a[i] = (a[i] * a[i] + c[i] * c[i]) + (b[i] * b[i] + d[i] * d[i]);
        }
    }

    /** See {@link ElementWise#addPenalty}. */
    double addPenalty(Matrix w, Matrix gradient, WeightPenalty penalty) {
        int rows = w.rows();
        float[] columnFactors = penalty.factors();
        double cost = 0;
        for (int j = 0; j < w.columns(); j++) {
            for (int from = 0; from < rows; from += PIECE) {
                int n = Math.min(PIECE, rows - from);
                int position = j * rows + from;
                w.get(position, weights, n);
                gradient.get(position, gradients, n);
                Arrays.fill(factors, 0, n, columnFactors[j]);
                addPenaltyGradient(penalty.l1(), n);
                gradient.put(position, gradients, n);
                if (penalty.l1() > 0) {
                    for (int i = 0; i < n; i++) {
                        scratch[i] = Math.abs(weights[i]);
                    }
                    cost += penalty.l1() * FloatMath.sum(scratch, n);
                }
                if (penalty.l2() > 0) {
                    FloatMath.multiply(weights, weights, weights, n);
                    cost += penalty.l2() / 2 * FloatMath.sum(weights, n);
                }
            }
        }
        return cost;
    }

    /** Adds the gradient of the penalty on the current {@code n} weights, by the current factors. */
    private void addPenaltyGradient(double l1, int n) {
        for (int i = 0; i < n; i++) {
            gradients[i] += factors[i] * weights[i];
        }
        if (l1 > 0) {
            float factor = (float) l1;
            for (int i = 0; i < n; i++) {
                gradients[i] += factor * Math.signum(weights[i]);
            }
        }
    }

    /** See {@link ElementWise#update}. */
    void update(
            Updater updater,
            Matrix parameters,
            Matrix state,
            Matrix gradient,
            int from,
            int to,
            double learningRate,
            WeightPenalty penalty) {
        float rate = (float) learningRate;
        float keep = (float) updater.decay();
        float take = (float) (1 - updater.decay());
        float epsilon = (float) updater.epsilon();
        float[] columnFactors = penalty == null ? null : penalty.factors();
        for (int position = from; position < to; position += UPDATE_PIECE) {
            int n = Math.min(UPDATE_PIECE, to - position);
            parameters.get(position, weights, n);
            gradient.get(position, gradients, n);
            if (penalty != null) {
                spreadFactors(columnFactors, penalty.rows(), position - from, n);
                addPenaltyGradient(penalty.l1(), n);
            }
            if (updater.kind() == Updater.Kind.RMSPROP) {
                state.get(position, scratch, n);
                for (int i = 0; i < n; i++) {
                    float g = gradients[i];
                    float r = keep * scratch[i] + take * g * g;
                    scratch[i] = r;
                    weights[i] -= rate * g / ((float) Math.sqrt(r) + epsilon);
                }
                state.put(position, scratch, n);
            } else {
                for (int i = 0; i < n; i++) {
                    weights[i] -= rate * gradients[i];
                }
            }
            parameters.put(position, weights, n);
        }
    }

    /** Sets the current {@code n} factors to those of the columns that the elements from {@code first} on lie in. */
    private void spreadFactors(float[] columnFactors, int rows, int first, int n) {
        for (int i = 0; i < n; ) {
            int column = (first + i) / rows;
            int end = Math.min(n, (column + 1) * rows - first);
            Arrays.fill(factors, i, end, columnFactors[column]);
            i = end;
        }
    }
}
