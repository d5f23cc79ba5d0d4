package io.jointae.bench.probe;

import io.jointae.evaluate.density.DistanceTile;
import io.jointae.evaluate.density.NearestRows;
import io.jointae.evaluate.density.ParzenRows;
import io.jointae.evaluate.density.SampleBlock;
import io.jointae.evaluate.density.SampleBroadcasts;
import io.jointae.linalg.Matrix;
import io.jointae.stack.compute.ElementWise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Runs the arithmetic of Parzen windows and of nearest neighbors on one thread, and matrix products with the same
 * number of floating-point operations. Benchmarks compare their times.
 */
public final class DensityProbe implements AutoCloseable {

    /** Rows and columns of the result of each product, large enough for the best rate of the matrix library. */
    private static final int SIDE = 2048;

    private final ElementWise ops = ElementWise.of(DataType.FLOAT);
    private final float[] rows;
    private final int width;
    private final List<SampleBlock> samples = new ArrayList<>();
    private final long sampleCount;

    /**
     * Prepares the samples as blocks; the rows are read in every run.
     *
     * @param rows the rows that are evaluated, {@code [n, width]} in row-major order
     * @param samples the samples that the rows are compared with, {@code [m, width]} in row-major order
     * @param width the number of values per row and per sample
     */
    public DensityProbe(float[] rows, float[] samples, int width) {
        this.rows = rows;
        this.width = width;
        this.sampleCount = samples.length / width;
        int block = SampleBroadcasts.BLOCK_ROWS * width;
        for (int from = 0; from < samples.length; from += block) {
            float[] values = Arrays.copyOfRange(samples, from, Math.min(samples.length, from + block));
            this.samples.add(new SampleBlock(ops, values, width));
        }
    }

    /** Returns the number of floating-point operations in the matrix products of one evaluation of all rows. */
    public double flops() {
        return 2.0 * rows.length * sampleCount;
    }

    /**
     * Computes the logarithm of the kernel sum of every row for every window width.
     *
     * @param sigmas the window widths
     * @return the sum of the logarithms for the first width, so that the compiler cannot remove the computation
     */
    public double parzen(double[] sigmas) {
        double sum = 0;
        for (int from = 0; from < rows.length; from += DistanceTile.MAX_ROWS * width) {
            try (ParzenRows tile = new ParzenRows(ops, rowsFrom(from), width, sigmas)) {
                samples.forEach(tile::add);
                sum += Arrays.stream(tile.logSums())
                        .mapToDouble(logs -> logs[0])
                        .sum();
            }
        }
        return sum;
    }

    /**
     * Finds the nearest sample of every row.
     *
     * @return the sum of the squared distances, so that the compiler cannot remove the computation
     */
    public double nearest() {
        double sum = 0;
        long[] ids = new long[SampleBroadcasts.BLOCK_ROWS];
        for (int from = 0; from < rows.length; from += DistanceTile.MAX_ROWS * width) {
            try (NearestRows tile = new NearestRows(ops, rowsFrom(from), width)) {
                samples.forEach(block -> tile.add(block, ids));
                sum += Arrays.stream(tile.squaredDistances()).sum();
            }
        }
        return sum;
    }

    /** Returns the seconds that {@link #flops()} operations take in large matrix products of the same width. */
    public double productSeconds() {
        Matrix a = Matrix.create(DataType.FLOAT, width, SIDE);
        Matrix b = Matrix.create(DataType.FLOAT, width, SIDE);
        Matrix c = Matrix.create(DataType.FLOAT, SIDE, SIDE);
        float[] values = Arrays.copyOf(rows, width * SIDE);
        a.write(values);
        b.write(values);
        int times = (int) Math.max(1, Math.round(flops() / (2.0 * SIDE * SIDE * width)));
        long begin = System.nanoTime();
        for (int i = 0; i < times; i++) {
            c.product(a, true, b, false, 0);
        }
        double seconds = (System.nanoTime() - begin) * 1e-9 * flops() / (2.0 * SIDE * SIDE * width * times);
        for (Matrix matrix : List.of(a, b, c)) {
            matrix.close();
        }
        return seconds;
    }

    private float[] rowsFrom(int from) {
        return Arrays.copyOfRange(rows, from, Math.min(rows.length, from + DistanceTile.MAX_ROWS * width));
    }

    /** Releases the memory of the samples. */
    @Override
    public void close() {
        samples.forEach(SampleBlock::close);
    }
}
