package io.jointae.bench;

import io.jointae.bench.probe.DensityProbe;
import io.jointae.evaluate.ParzenEvaluation;
import io.jointae.stack.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.SparkSession;

/**
 * Measures Parzen windows and nearest images at the paper's sizes on one thread. The limit is the time of matrix
 * products with as many floating-point operations.
 */
public final class DensityBenchmark implements Benchmark {

    private static final int WIDTH = 784;
    private static final int ROWS = 10_000;

    private final String name;
    private final String description;
    private final int samples;
    private final ToDoubleFunction<DensityProbe> task;

    private DensityBenchmark(String name, String description, int samples, ToDoubleFunction<DensityProbe> task) {
        this.name = name;
        this.description = description;
        this.samples = samples;
        this.task = task;
    }

    /** Returns the benchmarks {@code parzen} and {@code nearest}. */
    public static List<Benchmark> all() {
        double[] sigmas = ParzenEvaluation.DEFAULT_WIDTHS.stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        return List.of(
                new DensityBenchmark(
                        "parzen",
                        "densities of 10,000 rows under 10,000 samples of 784 values, for ten widths, on one thread",
                        10_000,
                        probe -> probe.parzen(sigmas)),
                new DensityBenchmark(
                        "nearest",
                        "the nearest of 50,000 images for each of 10,000 samples, on one thread",
                        50_000,
                        DensityProbe::nearest));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        double sizeFactor = Math.sqrt(Math.min(1, scale));
        int rows = Math.max(1024, (int) (ROWS * sizeFactor));
        int count = Math.max(1024, (int) (samples * sizeFactor));
        int repetitions = Math.max(3, (int) Math.round(5 * scale));
        try (DensityProbe probe = new DensityProbe(images(rows, 1), images(count, 2), WIDTH)) {
            task.applyAsDouble(probe);
            double[] seconds = new double[repetitions];
            double[] limits = new double[repetitions];
            double[] shares = new double[repetitions];
            for (int r = 0; r < repetitions; r++) {
                double before = probe.productSeconds();
                long begin = System.nanoTime();
                task.applyAsDouble(probe);
                seconds[r] = (System.nanoTime() - begin) * 1e-9;
                limits[r] = (before + probe.productSeconds()) / 2;
                shares[r] = limits[r] / seconds[r];
            }
            Arrays.sort(seconds);
            Arrays.sort(limits);
            Arrays.sort(shares);
            double limit = limits[repetitions / 2];
            SortedMap<String, String> notes = new TreeMap<>();
            notes.put("gflops-limit", String.format(Locale.ROOT, "%.0f", probe.flops() / limit * 1e-9));
            notes.put("rows", rows + " x " + count);
            notes.put("shares", String.format(Locale.ROOT, "%.2f to %.2f", shares[0], shares[repetitions - 1]));
            return List.of(new BenchResult(
                    name, seconds[repetitions / 2], "s", limit, shares[repetitions / 2], new TreeMap<>(), notes));
        }
    }

    /** Returns images with about as many non-zero pixels as the digits of MNIST. */
    private static float[] images(int n, long seed) {
        float[] values = new float[n * WIDTH];
        for (int i = 0; i < n; i++) {
            long key = CounterRandom.key(seed, i);
            for (int j = 0; j < WIDTH; j++) {
                double u = CounterRandom.uniform(key, j);
                values[i * WIDTH + j] = u < 0.8 ? 0 : (float) (5 * (u - 0.8));
            }
        }
        return values;
    }
}
