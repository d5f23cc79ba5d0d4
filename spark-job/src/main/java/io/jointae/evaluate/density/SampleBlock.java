package io.jointae.evaluate.density;

import io.jointae.linalg.Matrix;
import io.jointae.stack.compute.ElementWise;

/** A block of samples to which distances are measured, as one matrix. It is created in the task that uses it. */
public final class SampleBlock implements AutoCloseable {

    private final float[] values;
    private final int rows;
    private final int width;
    private final Matrix matrix;
    private final float[] squaredNorms;
    private final double largestSquaredNorm;

    /**
     * Copies the samples into a matrix.
     *
     * @param ops the arithmetic of the rows
     * @param values {@code [n, width]}, sample after sample; the array is kept and must not be modified
     * @param width number of values per sample
     */
    public SampleBlock(ElementWise ops, float[] values, int width) {
        this.values = values;
        this.width = width;
        this.rows = values.length / width;
        this.matrix = ops.create(width, rows);
        matrix.write(values);
        squaredNorms = new float[rows];
        double largest = 0;
        for (int j = 0; j < rows; j++) {
            double square = Distances.squaredNorm(values, j * width, width);
            squaredNorms[j] = (float) square;
            largest = Math.max(largest, square);
        }
        largestSquaredNorm = largest;
    }

    /** Returns the number of samples. */
    int rows() {
        return rows;
    }

    /** Returns the number of values per sample. */
    int width() {
        return width;
    }

    /** Returns the samples, {@code [n, width]}. */
    float[] values() {
        return values;
    }

    /** Returns {@code |s_j|^2} of every sample, {@code [n]}. */
    float[] squaredNorms() {
        return squaredNorms;
    }

    /** Returns the largest {@code |s_j|^2}. */
    double largestSquaredNorm() {
        return largestSquaredNorm;
    }

    /** Returns the samples {@code [from, from + n)} as columns, {@code [width, n]}. */
    Matrix columns(int from, int n) {
        return matrix.columns(from, n);
    }

    @Override
    public void close() {
        matrix.close();
    }
}
