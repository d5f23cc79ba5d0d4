package io.jointae.bench.probe;

import io.jointae.evaluate.density.DistanceTile;
import io.jointae.evaluate.density.NearestRows;
import io.jointae.evaluate.density.ParzenRows;
import io.jointae.evaluate.density.SampleBlock;
import io.jointae.evaluate.density.SampleBroadcasts;
import io.jointae.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** The arithmetic of Parzen windows and nearest neighbors on one thread, and its matrix products alone; for benchmarks. */
public final class DensityProbe implements AutoCloseable {

    /** Sides of the products of the limit: large enough for the library's best rate. */
    private static final int SIDE = 2048;

    private final float[] rows;
    private final int width;
    private final List<SampleBlock> samples = new ArrayList<>();
    private final long count;

    /**
     * @param rows {@code [n, width]}
     * @param samples {@code [m, width]}
     */
    public DensityProbe(float[] rows, float[] samples, int width) {
        this.rows = rows;
        this.width = width;
        this.count = samples.length / width;
        int block = SampleBroadcasts.BLOCK_ROWS * width;
        for (int from = 0; from < samples.length; from += block) {
            this.samples.add(
                    new SampleBlock(Arrays.copyOfRange(samples, from, Math.min(samples.length, from + block)), width));
        }
    }

    /** Operations of the products. */
    public double flops() {
        return 2.0 * rows.length * count;
    }

    /** All log-sums; the sum of them, so that nothing is optimized away. */
    public double parzen(double[] sigmas) {
        double sum = 0;
        for (int from = 0; from < rows.length; from += DistanceTile.MAX_ROWS * width) {
            try (ParzenRows tile = new ParzenRows(tile(from), width, sigmas)) {
                samples.forEach(tile::add);
                sum += Arrays.stream(tile.logSums())
                        .mapToDouble(logs -> logs[0])
                        .sum();
            }
        }
        return sum;
    }

    /** All nearest samples; the sum of their distances. */
    public double nearest() {
        double sum = 0;
        long[] ids = new long[SampleBroadcasts.BLOCK_ROWS];
        for (int from = 0; from < rows.length; from += DistanceTile.MAX_ROWS * width) {
            try (NearestRows tile = new NearestRows(tile(from), width)) {
                samples.forEach(block -> tile.add(block, ids));
                sum += Arrays.stream(tile.squaredDistances()).sum();
            }
        }
        return sum;
    }

    /** Seconds that as many operations take in large products of this width. */
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
        for (Matrix each : List.of(a, b, c)) {
            each.array().close();
        }
        return seconds;
    }

    private float[] tile(int from) {
        return Arrays.copyOfRange(rows, from, Math.min(rows.length, from + DistanceTile.MAX_ROWS * width));
    }

    @Override
    public void close() {
        samples.forEach(SampleBlock::close);
    }
}
