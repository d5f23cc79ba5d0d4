package io.jointae.evaluate.svm.hinge;

import java.util.Arrays;
import java.util.List;

/**
 * The squared hinge loss of many binary problems over the same training rows. Problem {@code p} asks whether the class of
 * a row is {@code positives[p]}: the target y is 1 if it is and -1 otherwise. Every row ends in a constant 1 for the bias
 * (as with liblinear's option {@code -B 1}, the bias is regularized like every other weight). Matrices {@code [width,
 * problems]} are stored column after column.
 *
 * <p>The rows are divided by a {@link ChunkLayout}. A chunk computes its sums in single precision, and sums over chunks
 * are exact up to a rounding that does not depend on the order. So every sum has the same bits wherever the chunks are,
 * as long as the processors have the same instructions.
 *
 * <p>An instance remembers the weights of the last {@link #evaluateAt}, to which the other sums refer. It is not
 * thread-safe.
 */
public abstract class SquaredHinge implements AutoCloseable {

    /** The largest part by which rounding in single precision may enlarge a sum beyond its bound. */
    private static final double ROUNDING = 1.01;

    private final ChunkLayout layout;
    private CurrentWeights current = new CurrentWeights(0, new float[0], new int[0]);

    /** Describes a loss over rows. */
    SquaredHinge(ChunkLayout layout) {
        this.layout = layout;
    }

    /** Returns the number of features plus one for the constant. */
    public final int width() {
        return layout.width();
    }

    /** Returns the sum of {@code x x'} over all rows, {@code [width, width]}. */
    public final double[] gramMatrix() {
        double bound = ROUNDING * layout.count() * layout.longest() * layout.longest();
        HingeSums.Shape shape = HingeSums.Shape.ofVectors(new double[] {bound}, width() * width());
        return gramMatrix(shape).vectors().sums(0, 1);
    }

    /**
     * Replaces every row {@code x} by {@code Q'x}. From then on, weights and directions refer to the new basis.
     *
     * @param basis Q, {@code [width, width]}, orthogonal
     */
    public abstract void rotate(float[] basis);

    /**
     * Evaluates the loss at new weights and remembers them.
     *
     * @param weights {@code [width, problems]}
     * @param positives {@code [problems]}, positive class of each problem
     * @return the sums at these weights
     */
    public final LossTerms evaluateAt(float[] weights, int[] positives) {
        current = new CurrentWeights(current.version() + 1, weights, positives);
        moveTo(current);
        int problems = positives.length;
        double[] vectors = new double[problems];
        double[] numbers = new double[3 * problems];
        for (int p = 0; p < problems; p++) {
            double slack = largestSlack(norm(weights, p));
            vectors[p] = slack * layout.longest() * layout.count();
            numbers[p] = slack * slack * layout.count();
            numbers[problems + p] = slack * layout.count();
            numbers[2 * problems + p] = layout.count();
        }
        HingeSums sums = sum(
                new HingeSums.Shape(vectors, width(), numbers, 1),
                null,
                (chunk, directions, into) -> chunk.addLossTerms(into));
        return new LossTerms(
                sums.numbers().sums(0, problems),
                sums.numbers().sums(problems, problems),
                sums.vectors().floats(),
                sums.numbers().sums(2 * problems, problems));
    }

    /**
     * Returns the sums of {@code x_j^2} over the rows with {@code y x'w < 1}: up to a factor, the diagonals of the
     * Hessians of the loss.
     *
     * @param problems indices of problems of the last {@link #evaluateAt}
     * @return {@code [width, problems.length]}
     */
    public final float[] hessianDiagonals(int[] problems) {
        double[] bounds = new double[problems.length];
        Arrays.fill(bounds, ROUNDING * layout.count() * layout.longest() * layout.longest());
        return sum(
                        HingeSums.Shape.ofVectors(bounds, width()),
                        null,
                        (chunk, directions, into) -> chunk.addHessianDiagonals(problems, into))
                .vectors()
                .floats();
    }

    /**
     * Returns the sums of {@code x x'v} over the rows with {@code y x'w < 1}: up to a factor, the products of the
     * Hessians of the loss with the directions.
     *
     * @param directions v, {@code [width, problems.length]}
     * @param problems indices of problems of the last {@link #evaluateAt}
     * @return {@code [width, problems.length]}
     */
    public final float[] hessianProducts(float[] directions, int[] problems) {
        double[] bounds = new double[problems.length];
        for (int p = 0; p < bounds.length; p++) {
            bounds[p] = ROUNDING * layout.count() * layout.longest() * layout.longest() * norm(directions, p);
        }
        return sum(
                        HingeSums.Shape.ofVectors(bounds, width()),
                        directions,
                        (chunk, v, into) -> chunk.addHessianProducts(v, problems, into))
                .vectors()
                .floats();
    }

    /**
     * Returns the losses {@code sum max(0, 1 - y x'(w + t v))^2} for several step lengths t.
     *
     * @param directions v, {@code [width, problems.length]}
     * @param problems indices of problems of the last {@link #evaluateAt}
     * @param steps step lengths t, not negative
     * @return {@code [problems.length][steps.length]}
     */
    public final double[][] lineSearchLosses(float[] directions, int[] problems, double[] steps) {
        double longestStep = Arrays.stream(steps).max().orElse(0);
        double[] bounds = new double[problems.length];
        for (int p = 0; p < bounds.length; p++) {
            double slack = largestSlack(norm(current.weights(), problems[p]) + longestStep * norm(directions, p));
            bounds[p] = slack * slack * layout.count();
        }
        HingeSums sums = sum(
                HingeSums.Shape.ofNumbers(bounds, steps.length),
                directions,
                (chunk, v, into) -> chunk.addLineSearchLosses(v, problems, steps, into));
        double[][] losses = new double[problems.length][];
        for (int p = 0; p < losses.length; p++) {
            losses[p] = sums.numbers().sums(p, 1);
        }
        return losses;
    }

    /**
     * Returns the rows with {@code y x'w < 1} of several problems, in the order of their numbers.
     *
     * @param problems indices of problems of the last {@link #evaluateAt}; their active rows must be few
     * @return {@code [problems.length]}, for each problem {@code [active, width]}, row after row
     */
    public final float[][] activeRows(int[] problems) {
        List<float[][]> chunks = activeRowsOfChunks(problems);
        float[][] joined = new float[problems.length][];
        for (int p = 0; p < joined.length; p++) {
            int each = p;
            joined[p] = new float
                    [chunks.stream().mapToInt(chunk -> chunk[each].length).sum()];
            int at = 0;
            for (float[][] chunk : chunks) {
                System.arraycopy(chunk[p], 0, joined[p], at, chunk[p].length);
                at += chunk[p].length;
            }
        }
        return joined;
    }

    /** Returns the largest slack of any row at weights of a norm. */
    private double largestSlack(double norm) {
        return ROUNDING * (1 + layout.longest() * norm);
    }

    /** Returns the Euclidean norm of one column. */
    private double norm(float[] columns, int column) {
        return Math.sqrt(VectorSums.dot(columns, column * width(), columns, column * width(), width()));
    }

    /** Computes the Gram matrix of all rows. */
    abstract HingeSums gramMatrix(HingeSums.Shape shape);

    /** Remembers new weights. */
    abstract void moveTo(CurrentWeights weights);

    /**
     * Runs an operation on all chunks at the current weights and returns the sums.
     *
     * @param directions argument of the operation, or null
     */
    abstract HingeSums sum(HingeSums.Shape shape, float[] directions, ChunkOperation operation);

    /** Returns the active rows of each chunk at the current weights, chunk after chunk. */
    abstract List<float[][]> activeRowsOfChunks(int[] problems);

    @Override
    public abstract void close();
}
