package io.jointae.evaluate.svm.hinge;

import io.jointae.linalg.Matrix;
import java.util.ArrayList;
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

    /** {@code [rows, problems]}, column after column. */
    private float[] slacks;

    /**
     * Copies rows.
     *
     * @param labels {@code [rows]}, classes of the rows
     * @param values {@code [rows, width]}, row after row, with the constant
     */
    HingeRows(int[] labels, float[] values) {
        this(labels, Matrix.create(DataType.FLOAT, values.length / labels.length, labels.length));
        x.write(values);
    }

    private HingeRows(int[] labels, Matrix x) {
        this.labels = labels;
        this.width = x.rows();
        this.x = x;
    }

    /**
     * Copies the rows that have a positive slack in any problem, with their slacks.
     *
     * @param blocks blocks at the same weights
     * @param count number of such rows
     */
    static List<HingeRows> copyActive(List<HingeRows> blocks, int count) {
        List<HingeRows> copies = new ArrayList<>();
        HingeRows target = null;
        int row = 0;
        int left = count;
        for (HingeRows block : blocks) {
            boolean[] active = block.active();
            for (int i = 0; i < active.length; i++) {
                if (!active[i]) {
                    continue;
                }
                if (target == null) {
                    target = block.empty(Math.min(BLOCK_ROWS, left));
                    copies.add(target);
                    left -= target.count();
                }
                target.copyRow(row++, block, i);
                if (row == target.count()) {
                    target = null;
                    row = 0;
                }
            }
        }
        return copies;
    }

    /** Returns a block at the same weights whose rows have no content yet. */
    private HingeRows empty(int rows) {
        HingeRows block = new HingeRows(new int[rows], Matrix.create(DataType.FLOAT, width, rows));
        block.positives = positives;
        block.slacks = new float[rows * positives.length];
        return block;
    }

    private void copyRow(int to, HingeRows source, int from) {
        labels[to] = source.labels[from];
        x.copyColumn(to, source.x, from);
        for (int p = 0; p < positives.length; p++) {
            slacks[p * labels.length + to] = source.slacks[p * source.labels.length + from];
        }
    }

    /** Returns the number of rows. */
    int count() {
        return labels.length;
    }

    /** Returns the number of values that this block holds on the heap. */
    long heapFloats() {
        return labels.length + (slacks == null ? 0 : slacks.length);
    }

    /**
     * Copies the rows.
     *
     * @param allLabels receives the labels from the index {@code row} on
     * @param values {@code [n, width]}, receives the rows from the row {@code row} on
     */
    void copyTo(int[] allLabels, float[] values, int row) {
        System.arraycopy(labels, 0, allLabels, row, labels.length);
        float[] own = new float[x.length()];
        x.read(own);
        System.arraycopy(own, 0, values, row * width, own.length);
    }

    /** Computes {@code sum = sum x x' + beta sum}. */
    void addGramMatrix(Matrix sum, double beta) {
        sum.product(x, false, x, true, beta);
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
                active[p] += r > 0 ? 1 : 0;
            }
        }
        Matrix product = Matrix.create(DataType.FLOAT, n, positives.length);
        product.write(values);
        hingeGradient.product(x, false, product, false, 1);
        product.close();
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

    /** Returns the number of rows with a positive slack in one problem. */
    int countActive(int problem) {
        int count = 0;
        for (int k = problem * labels.length; k < (problem + 1) * labels.length; k++) {
            count += slacks[k] > 0 ? 1 : 0;
        }
        return count;
    }

    /**
     * Copies the rows with a positive slack in one problem.
     *
     * @param values {@code [n, width]}, receives the rows from the row {@code to} on
     * @return the number of copied rows
     */
    int readActive(int problem, float[] values, int to) {
        float[] own = new float[x.length()];
        x.read(own);
        int row = to;
        for (int i = 0; i < labels.length; i++) {
            if (slacks[problem * labels.length + i] > 0) {
                System.arraycopy(own, i * width, values, row++ * width, width);
            }
        }
        return row - to;
    }

    /** Returns the number of rows with a positive slack in any problem. */
    int countActive() {
        int count = 0;
        for (boolean each : active()) {
            count += each ? 1 : 0;
        }
        return count;
    }

    /** Returns for each row whether it has a positive slack in any problem. */
    private boolean[] active() {
        int n = labels.length;
        boolean[] active = new boolean[n];
        for (int p = 0; p < positives.length; p++) {
            for (int i = 0, k = p * n; i < n; i++, k++) {
                active[i] |= slacks[k] > 0;
            }
        }
        return active;
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
                losses[c][t] += VectorSums.squaredHinge(slacks, problems[c] * n, change, c * n, (float) steps[t], n);
            }
        }
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
