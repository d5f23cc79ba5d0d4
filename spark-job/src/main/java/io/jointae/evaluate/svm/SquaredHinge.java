package io.jointae.evaluate.svm;

/**
 * The squared hinge loss of many binary problems over the same training rows. Problem {@code p} asks whether the class of
 * a row is {@code positives[p]}: the target y is 1 if it is and -1 otherwise. Every row ends in a constant 1 for the bias
 * (as with liblinear's option {@code -B 1}, the bias is regularized like every other weight). Matrices {@code [width,
 * problems]} are stored column after column.
 *
 * <p>An instance remembers the weights of the last {@link #evaluateAt}, to which the other sums refer. It is not
 * thread-safe.
 */
interface SquaredHinge extends AutoCloseable {

    /** Returns the number of features plus one for the constant. */
    int width();

    /** Returns the number of rows. */
    long count();

    /**
     * Returns whether the rows are in the memory of this machine. If so, the cost of a sum grows with the number of its
     * problems. If not, a pass over the rows dominates, and a sum for one problem costs as much as one for all.
     */
    boolean isLocal();

    /** Returns the sum of {@code x x'} over all rows, {@code [width, width]}. */
    double[] gramMatrix();

    /**
     * Replaces every row {@code x} by {@code Q'x}. From then on, weights and directions refer to the new basis.
     *
     * @param basis Q, {@code [width, width]}, orthogonal
     */
    void rotate(float[] basis);

    /**
     * Evaluates the loss at new weights and remembers them.
     *
     * @param weights {@code [width, problems]}
     * @param positives {@code [problems]}, positive class of each problem
     * @return the sums at these weights
     */
    LossTerms evaluateAt(float[] weights, int[] positives);

    /**
     * Returns the sums of {@code x_j^2} over the rows with {@code y x'w < 1}: up to a factor, the diagonals of the
     * Hessians of the loss.
     *
     * @param problems indices of problems of the last {@link #evaluateAt}
     * @return {@code [width, problems.length]}
     */
    float[] hessianDiagonals(int[] problems);

    /**
     * Returns the sums of {@code x x'v} over the rows with {@code y x'w < 1}: up to a factor, the products of the
     * Hessians of the loss with the directions.
     *
     * @param directions v, {@code [width, problems.length]}
     * @param problems indices of problems of the last {@link #evaluateAt}
     * @return {@code [width, problems.length]}
     */
    float[] hessianProducts(float[] directions, int[] problems);

    /**
     * Copies the rows of one problem with {@code y x'w < 1}. There must be at least one.
     *
     * @param problem index of a problem of the last {@link #evaluateAt}
     * @return the copied rows
     * @throws UnsupportedOperationException if the rows are not local
     */
    ActiveRows activeRows(int problem);

    /**
     * Returns the losses {@code sum max(0, 1 - y x'(w + t v))^2} for several step lengths t.
     *
     * @param directions v, {@code [width, problems.length]}
     * @param problems indices of problems of the last {@link #evaluateAt}
     * @param steps step lengths t
     * @return {@code [problems.length][steps.length]}
     */
    double[][] lineSearchLosses(float[] directions, int[] problems, double[] steps);

    @Override
    void close();
}
