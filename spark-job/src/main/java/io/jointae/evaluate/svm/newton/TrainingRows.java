package io.jointae.evaluate.svm.newton;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.linalg.Matrix;
import io.jointae.linalg.NormalMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.buffer.DataType;

/** The training rows x of one task in native memory, in single precision. Every row ends in a constant 1 for the bias. */
final class TrainingRows implements AutoCloseable {

    /** The number of rows of a product. A block of 1,000 features then fits into a cache of one megabyte. */
    private static final int BLOCK_ROWS = 256;

    /**
     * The number of columns of every product. It is constant, with columns of zeros where fewer problems are left, because
     * the rounding errors depend on it: the solution of a class is the same whichever classes are solved with it.
     */
    private static final int COLUMNS = 16;

    private final int width;
    private final int[] labels;
    private final List<Matrix> blocks = new ArrayList<>();
    private final DoublePointer gathered;

    /**
     * Copies rows and appends the constant.
     *
     * @param rows blocks of features of equal width
     * @param count number of rows in all blocks
     * @param features number of features per row
     */
    TrainingRows(Iterator<RowBlock> rows, int count, int features) {
        width = features + 1;
        labels = new int[count];
        float[] values = new float[BLOCK_ROWS * width];
        int copied = 0;
        while (rows.hasNext()) {
            RowBlock block = rows.next();
            for (int i = 0; i < block.rows(); i++) {
                int at = copied % BLOCK_ROWS * width;
                System.arraycopy(block.values(), i * features, values, at, features);
                values[at + features] = 1;
                labels[copied++] = block.labels()[i];
                if (copied % BLOCK_ROWS == 0 || copied == count) {
                    addBlock(values, (copied - 1) % BLOCK_ROWS + 1);
                }
            }
        }
        gathered = new DoublePointer((long) BLOCK_ROWS * width);
    }

    private void addBlock(float[] values, int rows) {
        Matrix block = Matrix.create(DataType.FLOAT, width, rows);
        block.write(values);
        blocks.add(block);
    }

    int count() {
        return labels.length;
    }

    int width() {
        return width;
    }

    /** Returns the targets of a class against the rest, {@code [count]}: 1 in the class and -1 outside of it. */
    float[] targets(int positive) {
        float[] y = new float[labels.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = labels[i] == positive ? 1 : -1;
        }
        return y;
    }

    /**
     * Computes {@code x'w} of every row for several weights, {@link #COLUMNS} of them per pass over the rows.
     *
     * @param weights {@code [problems][width]}
     * @return {@code [problems][count]}
     */
    float[][] margins(double[][] weights) {
        float[][] margins = new float[weights.length][count()];
        for (int first = 0; first < weights.length; first += COLUMNS) {
            addMargins(weights, first, margins);
        }
        return margins;
    }

    private void addMargins(double[][] weights, int first, float[][] margins) {
        int problems = Math.min(COLUMNS, weights.length - first);
        float[] single = new float[width * COLUMNS];
        for (int p = 0; p < problems; p++) {
            for (int j = 0; j < width; j++) {
                single[p * width + j] = (float) weights[first + p][j];
            }
        }
        float[] values = new float[BLOCK_ROWS * COLUMNS];
        try (Matrix w = Matrix.create(DataType.FLOAT, width, COLUMNS);
                Matrix full = Matrix.create(DataType.FLOAT, BLOCK_ROWS, COLUMNS);
                Matrix last = Matrix.create(
                        DataType.FLOAT, blocks.get(blocks.size() - 1).columns(), COLUMNS)) {
            w.write(single);
            int from = 0;
            for (Matrix block : blocks) {
                int rows = block.columns();
                Matrix product = rows == BLOCK_ROWS ? full : last;
                product.product(block, true, w, false, 0);
                product.read(values);
                for (int p = 0; p < problems; p++) {
                    System.arraycopy(values, p * rows, margins[first + p], from, rows);
                }
                from += rows;
            }
        }
    }

    /**
     * Adds {@code factor x x'} of some rows to a matrix and {@code factor y x} to a vector.
     *
     * @param rows indices of the rows, of which the first {@code n} are used
     * @param y {@code [count]}, targets of all rows
     * @param vector {@code [width]}
     */
    void add(int[] rows, int n, double factor, float[] y, NormalMatrix matrix, double[] vector) {
        float[] row = new float[width];
        double[] values = new double[BLOCK_ROWS * width];
        for (int from = 0; from < n; from += BLOCK_ROWS) {
            int part = Math.min(BLOCK_ROWS, n - from);
            for (int k = 0; k < part; k++) {
                int i = rows[from + k];
                blocks.get(i / BLOCK_ROWS).get(i % BLOCK_ROWS * width, row, width);
                double target = factor * y[i];
                for (int j = 0, at = k * width; j < width; j++, at++) {
                    values[at] = row[j];
                    vector[j] += target * row[j];
                }
            }
            gathered.put(values, 0, part * width);
            matrix.add(gathered, part, factor);
        }
    }

    /**
     * Adds {@code y x} of some rows to a vector.
     *
     * @param y {@code [count]}, targets of all rows
     * @param vector {@code [width]}
     */
    void addTargets(int[] rows, float[] y, double[] vector) {
        float[] row = new float[width];
        for (int i : rows) {
            blocks.get(i / BLOCK_ROWS).get(i % BLOCK_ROWS * width, row, width);
            for (int j = 0; j < width; j++) {
                vector[j] += (double) y[i] * row[j];
            }
        }
    }

    /** Returns the indices of every {@code stride}-th row. */
    int[] every(int stride) {
        int[] indices = new int[(count() + stride - 1) / stride];
        Arrays.setAll(indices, k -> k * stride);
        return indices;
    }

    @Override
    public void close() {
        blocks.forEach(Matrix::close);
        gathered.close();
    }
}
