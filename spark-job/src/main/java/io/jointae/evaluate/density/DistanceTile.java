package io.jointae.evaluate.density;

import io.jointae.linalg.Matrix;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Squared distances of up to {@link #ROWS} rows to up to {@link #SAMPLES} samples at a time, each less its row's
 * {@code |x|^2}: {@code |s|^2 - 2 x's} from a single-precision product. The memory is kept between tiles.
 */
public final class DistanceTile implements AutoCloseable {

    /** The vector loops run along the rows. */
    public static final int ROWS = 512;

    static final int SAMPLES = 1024;

    /** Larger than any squared distance. */
    static final float FAR = 1e30f;

    private final int n;
    private final int width;
    private final float[] values;
    private final Matrix rows;
    private final Matrix products;
    private final float[] tile;
    private final float[] lowest;

    /** @param rows {@code [n, width]}, row after row; kept */
    DistanceTile(float[] rows, int width) {
        this.values = rows;
        this.width = width;
        this.n = rows.length / width;
        if (n < 1 || n > ROWS) {
            throw new IllegalArgumentException(n + " rows where 1 to " + ROWS + " fit");
        }
        this.rows = Matrix.create(DataType.FLOAT, width, n);
        this.rows.write(rows);
        products = Matrix.create(DataType.FLOAT, n, SAMPLES);
        tile = new float[n * SAMPLES];
        lowest = new float[n];
    }

    int rows() {
        return n;
    }

    int width() {
        return width;
    }

    /** Measures samples {@code [from, from + count)}. */
    void measure(SampleBlock samples, int from, int count) {
        if (samples.width() != width) {
            throw new IllegalArgumentException("samples of " + samples.width() + " values, rows of " + width);
        }
        Matrix some = count == SAMPLES ? products : products.columns(0, count);
        some.product(rows, true, samples.columns(from, count), false, 0);
        some.read(tile);
        Arrays.fill(lowest, FAR);
        for (int j = 0; j < count; j++) {
            float square = samples.squares()[from + j];
            int at = j * n;
            for (int i = 0; i < n; i++) {
                float d = square - 2 * tile[at + i];
                tile[at + i] = d;
                lowest[i] = Math.min(lowest[i], d);
            }
        }
    }

    /** Sample {@code j}'s distances are at {@code [j n, (j + 1) n)}; may be overwritten. */
    float[] tile() {
        return tile;
    }

    /** Each row's smallest of this tile. */
    float[] lowest() {
        return lowest;
    }

    /** {@code |x_i|^2}. */
    double square(int i) {
        return Distances.square(values, i * width, width);
    }

    /** {@code |x_i - s_j|^2} in double precision. */
    double exactly(int i, SampleBlock samples, int j) {
        return Distances.between(values, i * width, samples.values(), j * width, width);
    }

    @Override
    public void close() {
        rows.array().close();
        products.array().close();
    }
}
