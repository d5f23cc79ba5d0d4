package io.jointae.evaluate.density;

import io.jointae.linalg.Matrix;
import io.jointae.stack.compute.ElementWise;
import java.util.Arrays;

/**
 * Measures the squared distances between up to {@link #MAX_ROWS} rows and up to {@link #MAX_SAMPLES} samples at a time.
 * The term {@code |x|^2} of each row is left out: a distance is {@code |s|^2 - 2 x's}, computed by a single-precision
 * matrix product. The buffers are reused between tiles.
 */
public final class DistanceTile implements AutoCloseable {

    /** Maximum number of rows. The vectorized loops run along the rows. */
    public static final int MAX_ROWS = 512;

    /** Maximum number of samples per tile. */
    static final int MAX_SAMPLES = 1024;

    /** A value that is larger than any squared distance. */
    static final float FAR = 1e30f;

    private final int n;
    private final int width;
    private final float[] values;
    private final Matrix rows;
    private final Matrix products;
    private final float[] tile;
    private final float[] lowest;

    /**
     * Copies the rows into a matrix.
     *
     * @param ops the arithmetic of the products, which must compute in full single precision
     * @param rows {@code [n, width]}, row after row; the array is kept and must not be modified
     * @param width number of values per row
     */
    DistanceTile(ElementWise ops, float[] rows, int width) {
        this.values = rows;
        this.width = width;
        this.n = rows.length / width;
        if (n < 1 || n > MAX_ROWS) {
            throw new IllegalArgumentException("A tile holds 1 to " + MAX_ROWS + " rows, not " + n + ".");
        }
        this.rows = ops.create(width, n);
        this.rows.write(rows);
        products = ops.create(n, MAX_SAMPLES);
        tile = new float[n * MAX_SAMPLES];
        lowest = new float[n];
    }

    /** Returns the number of rows. */
    int rows() {
        return n;
    }

    /** Returns the number of values per row. */
    int width() {
        return width;
    }

    /** Measures the distances of all rows to the samples {@code [from, from + count)}. */
    void measure(SampleBlock samples, int from, int count) {
        if (samples.width() != width) {
            throw new IllegalArgumentException(
                    "The samples have " + samples.width() + " values, but the rows have " + width + ".");
        }
        Matrix product = count == MAX_SAMPLES ? products : products.columns(0, count);
        product.product(rows, true, samples.columns(from, count), false, 0);
        product.read(tile);
        Arrays.fill(lowest, FAR);
        for (int j = 0; j < count; j++) {
            float square = samples.squaredNorms()[from + j];
            int offset = j * n;
            for (int i = 0; i < n; i++) {
                float d = square - 2 * tile[offset + i];
                tile[offset + i] = d;
                lowest[i] = Math.min(lowest[i], d);
            }
        }
    }

    /** Returns the distances; those of sample {@code j} are at {@code [j n, (j + 1) n)}. The caller may overwrite them. */
    float[] tile() {
        return tile;
    }

    /** Returns the smallest distance of each row in this tile, {@code [n]}. */
    float[] lowest() {
        return lowest;
    }

    /** Returns {@code |x_i|^2} in double precision. */
    double squaredNorm(int i) {
        return Distances.squaredNorm(values, i * width, width);
    }

    /** Returns {@code |x_i - s_j|^2} in double precision. */
    double exactDistance(int i, SampleBlock samples, int j) {
        return Distances.squaredDistance(values, i * width, samples.values(), j * width, width);
    }

    @Override
    public void close() {
        rows.close();
        products.close();
    }
}
