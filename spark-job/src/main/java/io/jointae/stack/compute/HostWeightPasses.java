package io.jointae.stack.compute;

import io.jointae.linalg.FloatMath;
import io.jointae.linalg.Matrix;
import io.jointae.stack.Updater;

/**
 * The passes of {@link HostElementWise} over weights: column norms, penalties and the updater's step. Each pass copies
 * a piece of the weights into small arrays that stay in the first-level cache. Not thread-safe.
 */
final class HostWeightPasses {

    private static final int PIECE = HostElementWise.PIECE;

    /**
     * The length of a piece in {@link #update}. Three arrays of this length and the memory that they are copied from
     * and to fit 32 KiB together. A step over 1.8 million parameters was measured at 1.5 ms with this length, and at
     * 2.7 ms with pieces of 2,048 (Zen 4); at 0.65 ms, and at 0.63 to 0.69 ms with 640 to 1,016 (Zen 5).
     */
    private static final int UPDATE_PIECE = 512;

    private final float[] weights = new float[PIECE];
    private final float[] gradients = new float[PIECE];
    private final float[] spare = new float[PIECE];
    /** The updater's state, magnitudes of weights, or a part of a column. */
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
            w.get(position + 2 * quarter, spare, quarter);
            w.get(position + 3 * quarter, scratch, quarter);
            sumOfSquares(weights, gradients, spare, scratch, quarter);
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
                addPenaltyGradient(columnFactors[j], penalty.l1(), n);
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

    /** Adds the gradient of the penalty on the current {@code n} weights, which lie in one column with one factor. */
    private void addPenaltyGradient(float factor, double l1, int n) {
        for (int i = 0; i < n; i++) {
            gradients[i] += factor * weights[i];
        }
        if (l1 > 0) {
            float sign = (float) l1;
            for (int i = 0; i < n; i++) {
                gradients[i] += sign * Math.signum(weights[i]);
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
        float[] columnFactors = penalty == null ? null : penalty.factors();
        int column = 0;
        int n;
        for (int position = from; position < to; position += n) {
            n = Math.min(UPDATE_PIECE, to - position);
            if (penalty != null) {
                // A piece lies in one column.
                column = (position - from) / penalty.rows();
                n = piece(penalty.rows(), (position - from) % penalty.rows());
            }
            parameters.get(position, weights, n);
            gradient.get(position, gradients, n);
            if (penalty != null) {
                addPenaltyGradient(columnFactors[column], penalty.l1(), n);
            }
            if (updater.kind() == Updater.Kind.RMSPROP) {
                state.get(position, scratch, n);
                stepRmsProp(updater, rate, n);
                state.put(position, scratch, n);
            } else {
                for (int i = 0; i < n; i++) {
                    weights[i] -= rate * gradients[i];
                }
            }
            parameters.put(position, weights, n);
        }
    }

    /** Takes a step on the current {@code n} weights, whose state is in {@link #scratch}. */
    private void stepRmsProp(Updater updater, float rate, int n) {
        float keep = (float) updater.decay();
        float take = (float) (1 - updater.decay());
        float epsilon = (float) updater.epsilon();
        for (int i = 0; i < n; i++) {
            float g = gradients[i];
            float r = keep * scratch[i] + take * g * g;
            scratch[i] = r;
            weights[i] -= rate * g / ((float) Math.sqrt(r) + epsilon);
        }
    }

    /** Returns the length of the next piece of a column, which is divided into as few pieces as possible of about equal length. */
    private static int piece(int rows, int done) {
        int left = rows - done;
        int pieces = (left + UPDATE_PIECE - 1) / UPDATE_PIECE;
        return (left + pieces - 1) / pieces;
    }
}
