package io.jointae.evaluate.svm;

import java.io.Serializable;

/**
 * Sums over the training rows that {@link SvmSolver} needs, for many binary problems (columns) over the same
 * rows at once. Column {@code p} asks whether a row's label is {@code positives[p]}: y = 1 there, else -1.
 * The rows end in a constant 1, the bias (liblinear's {@code -B 1}: the bias is regularized as every weight).
 * Matrices {@code [width, columns]} lie column after column. Holds the point of the last {@link #at}; not
 * thread-safe.
 */
interface SquaredHinge extends AutoCloseable {

    /** Features and the constant 1. */
    int width();

    /** Rows. */
    long count();

    /** Whether a sum costs as much as its columns; else as much as the pass over the rows, however few they are. */
    boolean atHand();

    /** The sum of {@code x x'} over all rows, {@code [width, width]}. */
    double[] gram();

    /**
     * Turns every row {@code x} into {@code Q' x}; from now on weights and directions are in the new basis.
     *
     * @param basis Q, {@code [width, width]}, orthogonal
     */
    void rotate(float[] basis);

    /**
     * Moves to a point.
     *
     * @param weights {@code [width, columns]}
     * @param positives [columns], each column's positive class
     */
    Slope at(float[] weights, int[] positives);

    /**
     * The sums over rows with {@code y x'w < 1} of {@code x_j^2}.
     *
     * @param columns of the last {@link #at}
     * @return {@code [width, columns.length]}
     */
    float[] diagonal(int[] columns);

    /**
     * The sums over rows with {@code y x'w < 1} of {@code x x'v}.
     *
     * @param directions v, {@code [width, columns.length]}
     * @param columns of the last {@link #at} that they belong to
     * @return {@code [width, columns.length]}
     */
    float[] curvature(float[] directions, int[] columns);

    /**
     * One problem's rows with {@code y x'w < 1} at the last point, copied; at least one.
     *
     * @param column of the last {@link #at}
     * @throws UnsupportedOperationException if the rows are not {@link #atHand}
     */
    ActiveRows activeRows(int column);

    /**
     * The losses {@code sum max(0, 1 - y x'(w + t v))^2} of several steps t.
     *
     * @return {@code [columns.length][steps.length]}
     */
    double[][] along(float[] directions, int[] columns, double[] steps);

    @Override
    void close();

    /**
     * Sums at a point, with r = max(0, 1 - y x'w) of each row.
     *
     * @param squares [columns], of r^2
     * @param slacks [columns], of r
     * @param pull [width, columns], of r y x
     * @param active [columns], rows with r > 0
     */
    record Slope(double[] squares, double[] slacks, float[] pull, double[] active) implements Serializable {

        /** Of both parts' rows; overwrites this. */
        Slope plus(Slope other) {
            VectorSums.add(squares, other.squares);
            VectorSums.add(slacks, other.slacks);
            VectorSums.add(pull, other.pull);
            VectorSums.add(active, other.active);
            return this;
        }
    }
}
