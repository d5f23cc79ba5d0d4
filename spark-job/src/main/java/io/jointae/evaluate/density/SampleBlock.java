package io.jointae.evaluate.density;

import io.jointae.linalg.Matrix;
import org.nd4j.linalg.api.buffer.DataType;

/** Rows to measure distances to, as one native matrix; made where it is used. */
public final class SampleBlock implements AutoCloseable {

    private final float[] values;
    private final int rows;
    private final int width;
    private final Matrix matrix;
    private final float[] squares;
    private final double largestSquare;

    /** @param values {@code [n, width]}, row after row; kept */
    public SampleBlock(float[] values, int width) {
        this.values = values;
        this.width = width;
        this.rows = values.length / width;
        this.matrix = Matrix.create(DataType.FLOAT, width, rows);
        matrix.write(values);
        squares = new float[rows];
        double largest = 0;
        for (int j = 0; j < rows; j++) {
            double square = Distances.square(values, j * width, width);
            squares[j] = (float) square;
            largest = Math.max(largest, square);
        }
        largestSquare = largest;
    }

    int rows() {
        return rows;
    }

    int width() {
        return width;
    }

    float[] values() {
        return values;
    }

    /** {@code |s_j|^2}. */
    float[] squares() {
        return squares;
    }

    double largestSquare() {
        return largestSquare;
    }

    /** Columns {@code [from, from + n)}: one sample each. */
    Matrix columns(int from, int n) {
        return matrix.columns(from, n);
    }

    @Override
    public void close() {
        matrix.array().close();
    }
}
