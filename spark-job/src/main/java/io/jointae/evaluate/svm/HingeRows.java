package io.jointae.evaluate.svm;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** A block of up to {@link #BLOCK_ROWS} rows as one matrix, with the slacks {@code 1 - y x'w} at the last weights. */
final class HingeRows implements AutoCloseable {

    /**
     * Maximum number of rows per block. A block with 1,000 features then stays in a second-level cache of one megabyte
     * between the two products that read it.
     */
    static final int BLOCK_ROWS = 256;

    private final int[] labels;
    private final int width;
    private Matrix x;
    private int[] positives;
    private float[] slacks;

    private HingeRows(int[] labels, float[] values) {
        this.labels = labels;
        this.width = values.length / labels.length;
        this.x = Matrix.create(DataType.FLOAT, width, labels.length);
        x.write(values);
    }

    /** Collects blocks of any size into blocks of this class. */
    static final class Collector {
        private final int width;
        private final int features;
        private final List<HingeRows> target;
        private final int[] labels = new int[BLOCK_ROWS];
        private final float[] values;
        private int rows;

        /**
         * Creates an empty collector.
         *
         * @param width width of the collected rows
         * @param addConstant whether to append the constant to every row
         * @param target list to which full blocks are added
         */
        Collector(int width, boolean addConstant, List<HingeRows> target) {
            this.width = width;
            this.features = addConstant ? width - 1 : width;
            this.target = target;
            this.values = new float[BLOCK_ROWS * width];
        }

        void add(RowBlock block) {
            if (block.width() != features) {
                throw new IllegalArgumentException(
                        "The rows have " + block.width() + " features, but earlier rows have " + features + ".");
            }
            for (int i = 0; i < block.rows(); i++) {
                // The constant; without one, the last feature overwrites it.
                values[(rows + 1) * width - 1] = 1;
                System.arraycopy(block.values(), i * features, values, rows * width, features);
                labels[rows++] = block.labels()[i];
                if (rows == BLOCK_ROWS) {
                    finish();
                }
            }
        }

        /** Adds the last block, which may be smaller. */
        void finish() {
            if (rows > 0) {
                target.add(new HingeRows(Arrays.copyOf(labels, rows), Arrays.copyOf(values, rows * width)));
                rows = 0;
            }
        }
    }

    /** Returns the number of rows. */
    int count() {
        return labels.length;
    }

    /** Returns the rows in their present basis. All ids are 0. */
    RowBlock rows() {
        float[] values = new float[x.length()];
        x.read(values);
        return new RowBlock(new long[labels.length], labels, values);
    }

    /** Computes {@code sum = sum x x'}. */
    void gramMatrix(Matrix sum) {
        sum.product(x, false, x, true, 0);
    }

    /** Replaces every row {@code x} by {@code Q'x}. */
    void rotate(Matrix q) {
        Matrix rotated = Matrix.create(DataType.FLOAT, width, labels.length);
        rotated.product(q, true, x, false, 0);
        x.close();
        x = rotated;
    }

    /** Computes the slacks at new weights. */
    void moveTo(Matrix w, int[] newPositives) {
        int n = labels.length;
        positives = newPositives;
        slacks = margins(w);
        for (int p = 0; p < positives.length; p++) {
            int positive = positives[p];
            for (int i = 0, k = p * n; i < n; i++, k++) {
                slacks[k] = 1 - (labels[i] == positive ? slacks[k] : -slacks[k]);
            }
        }
    }

    /** Adds the terms of this block to the sums of {@link SquaredHinge#evaluateAt}. */
    void addLossTerms(double[] squares, double[] sums, double[] active, Matrix hingeGradient) {
        int n = labels.length;
        float[] values = new float[slacks.length];
        for (int p = 0; p < positives.length; p++) {
            int positive = positives[p];
            for (int i = 0, k = p * n; i < n; i++, k++) {
                float r = Math.max(0f, slacks[k]);
                values[k] = labels[i] == positive ? r : -r;
                squares[p] += (double) r * r;
                sums[p] += r;
            }
        }
        Matrix product = Matrix.create(DataType.FLOAT, n, positives.length);
        product.write(values);
        hingeGradient.product(x, false, product, false, 1);
        product.close();
        for (int p = 0; p < positives.length; p++) {
            active[p] += active(p);
        }
    }

    /** Adds the terms of this block to {@link SquaredHinge#hessianDiagonals}. */
    void addHessianDiagonals(int[] problems, Matrix sum) {
        int n = labels.length;
        float[] values = new float[n * problems.length];
        for (int c = 0; c < problems.length; c++) {
            for (int i = 0, k = c * n, s = problems[c] * n; i < n; i++, k++, s++) {
                values[k] = slacks[s] > 0 ? 1f : 0f;
            }
        }
        Matrix product = Matrix.create(DataType.FLOAT, n, problems.length);
        product.write(values);
        Matrix squared = squared();
        sum.product(squared, false, product, false, 1);
        squared.close();
        product.close();
    }

    /** Adds the terms of this block to {@link SquaredHinge#hessianProducts}. */
    void addHessianProducts(Matrix v, int[] problems, Matrix sum) {
        int n = labels.length;
        Matrix product = Matrix.create(DataType.FLOAT, n, problems.length);
        product.product(x, true, v, false, 0);
        float[] values = new float[n * problems.length];
        product.read(values);
        for (int c = 0; c < problems.length; c++) {
            for (int i = 0, k = c * n, s = problems[c] * n; i < n; i++, k++, s++) {
                values[k] = slacks[s] > 0 ? values[k] : 0f;
            }
        }
        product.write(values);
        sum.product(x, false, product, false, 1);
        product.close();
    }

    /** Returns the number of rows with a positive slack. */
    int active(int problem) {
        int active = 0;
        for (int i = problem * labels.length; i < (problem + 1) * labels.length; i++) {
            active += slacks[i] > 0 ? 1 : 0;
        }
        return active;
    }

    /**
     * Copies the rows with a positive slack.
     *
     * @param problem index of a problem
     * @param target {@code [width, rows]}, matrix that receives the rows
     * @param first first column of the target to write
     * @return number of copied rows
     */
    int copyActive(int problem, Matrix target, int first) {
        int column = first;
        for (int i = 0; i < labels.length; i++) {
            if (slacks[problem * labels.length + i] > 0) {
                target.copyColumn(column++, x, i);
            }
        }
        return column - first;
    }

    /** Adds the terms of this block to {@link SquaredHinge#lineSearchLosses}. */
    void addLineSearchLosses(Matrix v, int[] problems, double[] steps, double[][] losses) {
        int n = labels.length;
        float[] change = margins(v);
        for (int c = 0; c < problems.length; c++) {
            int positive = positives[problems[c]];
            for (int i = 0, k = c * n; i < n; i++, k++) {
                change[k] = labels[i] == positive ? change[k] : -change[k];
            }
            for (int t = 0; t < steps.length; t++) {
                losses[c][t] += loss(problems[c] * n, change, c * n, (float) steps[t]);
            }
        }
    }

    /** Returns the sum of {@code max(0, slack - step change)^2} over the rows. */
    private double loss(int fromSlack, float[] change, int fromChange, float step) {
        double total = 0;
        int n = labels.length;
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        while (i + 3 < n) {
            // At most 64 terms per accumulator, so that single precision suffices.
            int end = Math.min(n - 3, i + 256);
            for (; i < end; i += 4) {
                float r0 = Math.max(0f, slacks[fromSlack + i] - step * change[fromChange + i]);
                float r1 = Math.max(0f, slacks[fromSlack + i + 1] - step * change[fromChange + i + 1]);
                float r2 = Math.max(0f, slacks[fromSlack + i + 2] - step * change[fromChange + i + 2]);
                float r3 = Math.max(0f, slacks[fromSlack + i + 3] - step * change[fromChange + i + 3]);
                s0 += r0 * r0;
                s1 += r1 * r1;
                s2 += r2 * r2;
                s3 += r3 * r3;
            }
            total += (double) s0 + s1 + s2 + s3;
            s0 = 0;
            s1 = 0;
            s2 = 0;
            s3 = 0;
        }
        for (; i < n; i++) {
            float r = Math.max(0f, slacks[fromSlack + i] - step * change[fromChange + i]);
            total += r * r;
        }
        return total;
    }

    /** Returns {@code x'w}, {@code [rows, problems]}. */
    private float[] margins(Matrix w) {
        Matrix product = Matrix.create(DataType.FLOAT, labels.length, w.columns());
        product.product(x, true, w, false, 0);
        float[] values = new float[product.length()];
        product.read(values);
        product.close();
        return values;
    }

    /** Returns the squares of all values, {@code [width, rows]}. */
    private Matrix squared() {
        float[] values = new float[x.length()];
        x.read(values);
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        Matrix squared = Matrix.create(DataType.FLOAT, width, labels.length);
        squared.write(values);
        return squared;
    }

    @Override
    public void close() {
        x.close();
    }
}
