package io.jointae.evaluate.svm;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** Up to {@link #ROWS} rows as one matrix, and each row's slack {@code 1 - y x'w} at the last point. */
final class HingeRows implements AutoCloseable {

    /** Of a block: with 1,000 features it then fits a second-level cache of a megabyte between its two products. */
    static final int ROWS = 256;

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

    /** Cuts blocks of any size into those of this class. */
    static final class Gathering {
        private final int width;
        private final int given;
        private final List<HingeRows> into;
        private final int[] labels = new int[ROWS];
        private final float[] values;
        private int rows;

        /**
         * @param width of a row as it is kept
         * @param constant whether that is one more than it comes with
         */
        Gathering(int width, boolean constant, List<HingeRows> into) {
            this.width = width;
            this.given = constant ? width - 1 : width;
            this.into = into;
            this.values = new float[ROWS * width];
        }

        void add(RowBlock block) {
            if (block.width() != given) {
                throw new IllegalArgumentException("rows of " + block.width() + " features, not " + given);
            }
            for (int i = 0; i < block.rows(); i++) {
                // A constant stays where no feature overwrites it.
                values[(rows + 1) * width - 1] = 1;
                System.arraycopy(block.values(), i * given, values, rows * width, given);
                labels[rows++] = block.labels()[i];
                if (rows == ROWS) {
                    finish();
                }
            }
        }

        void finish() {
            if (rows > 0) {
                into.add(new HingeRows(Arrays.copyOf(labels, rows), Arrays.copyOf(values, rows * width)));
                rows = 0;
            }
        }
    }

    int count() {
        return labels.length;
    }

    /** The rows as they are now; ids are not kept. */
    RowBlock rows() {
        float[] values = new float[x.length()];
        x.read(values);
        return new RowBlock(new long[labels.length], labels, values);
    }

    /** {@code into = sum x x'}. */
    void gram(Matrix into) {
        into.product(x, false, x, true, 0);
    }

    /** {@code x = q' x}. */
    void rotate(Matrix q) {
        Matrix rotated = Matrix.create(DataType.FLOAT, width, labels.length);
        rotated.product(q, true, x, false, 0);
        x.array().close();
        x = rotated;
    }

    /** Takes each row's slack at a point. */
    void moveTo(Matrix w, int[] classes) {
        int n = labels.length;
        positives = classes;
        slacks = margins(w);
        for (int p = 0; p < classes.length; p++) {
            int positive = classes[p];
            for (int i = 0, k = p * n; i < n; i++, k++) {
                slacks[k] = 1 - (labels[i] == positive ? slacks[k] : -slacks[k]);
            }
        }
    }

    /** Adds this block's part of {@link SquaredHinge#at}. */
    void slope(double[] squares, double[] sums, double[] active, Matrix pull) {
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
        pull.product(x, false, product, false, 1);
        product.array().close();
        for (int p = 0; p < positives.length; p++) {
            active[p] += active(p);
        }
    }

    /** Adds this block's part of {@link SquaredHinge#diagonal}. */
    void diagonal(int[] columns, Matrix into) {
        int n = labels.length;
        float[] values = new float[n * columns.length];
        for (int c = 0; c < columns.length; c++) {
            for (int i = 0, k = c * n, s = columns[c] * n; i < n; i++, k++, s++) {
                values[k] = slacks[s] > 0 ? 1f : 0f;
            }
        }
        Matrix product = Matrix.create(DataType.FLOAT, n, columns.length);
        product.write(values);
        Matrix squared = squared();
        into.product(squared, false, product, false, 1);
        squared.array().close();
        product.array().close();
    }

    /** Adds this block's part of {@link SquaredHinge#curvature}. */
    void curvature(Matrix v, int[] columns, Matrix into) {
        int n = labels.length;
        Matrix product = Matrix.create(DataType.FLOAT, n, columns.length);
        product.product(x, true, v, false, 0);
        float[] values = new float[n * columns.length];
        product.read(values);
        for (int c = 0; c < columns.length; c++) {
            for (int i = 0, k = c * n, s = columns[c] * n; i < n; i++, k++, s++) {
                values[k] = slacks[s] > 0 ? values[k] : 0f;
            }
        }
        product.write(values);
        into.product(x, false, product, false, 1);
        product.array().close();
    }

    /** Rows with a positive slack. */
    int active(int column) {
        int active = 0;
        for (int i = column * labels.length; i < (column + 1) * labels.length; i++) {
            active += slacks[i] > 0 ? 1 : 0;
        }
        return active;
    }

    /** Copies these rows after the first {@code filled}; how many. */
    int gather(int column, Matrix into, int filled) {
        int at = filled;
        for (int i = 0; i < labels.length; i++) {
            if (slacks[column * labels.length + i] > 0) {
                into.copyColumn(at++, x, i);
            }
        }
        return at - filled;
    }

    /** Adds this block's part of {@link SquaredHinge#along}. */
    void along(Matrix v, int[] columns, double[] steps, double[][] losses) {
        int n = labels.length;
        float[] change = margins(v);
        for (int c = 0; c < columns.length; c++) {
            int positive = positives[columns[c]];
            for (int i = 0, k = c * n; i < n; i++, k++) {
                change[k] = labels[i] == positive ? change[k] : -change[k];
            }
            for (int t = 0; t < steps.length; t++) {
                losses[c][t] += loss(columns[c] * n, change, c * n, (float) steps[t]);
            }
        }
    }

    private double loss(int fromSlack, float[] change, int fromChange, float step) {
        double total = 0;
        int n = labels.length;
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        while (i + 3 < n) {
            // Runs short enough for single precision.
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

    /** {@code x'w}, [n, columns]. */
    private float[] margins(Matrix w) {
        Matrix product = Matrix.create(DataType.FLOAT, labels.length, w.columns());
        product.product(x, true, w, false, 0);
        float[] values = new float[product.length()];
        product.read(values);
        product.array().close();
        return values;
    }

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
        x.array().close();
    }
}
