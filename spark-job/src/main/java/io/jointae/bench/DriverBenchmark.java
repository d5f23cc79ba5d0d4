package io.jointae.bench;

import io.jointae.bench.probe.MemoryPeaks;
import io.jointae.bench.probe.TrainingRuns;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the heap of the driver while many workers train a large model: 64 workers with 20 million parameters, whose
 * results of a round have 10 GB together. The executors are separate processes, so this process is the driver alone.
 * Each worker takes one step per round on one example, because the size of the results is what matters.
 */
public final class DriverBenchmark implements Benchmark {

    private static final double MIB = 1 << 20;
    private static final int WORKERS = 64;
    private static final int ROUNDS = 2;

    /** With this number of hidden units per layer, a stack of two layers has 20 million parameters. */
    private static final int HIDDEN = 4100;

    @Override
    public String name() {
        return "driver";
    }

    @Override
    public String description() {
        return "heap of the driver while 64 workers average a model of 20 million parameters";
    }

    @Override
    public String master() {
        return "local-cluster[2,1,2048]";
    }

    @Override
    public String executorHeap() {
        return "2g";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int workers = Math.max(2, (int) (WORKERS * Math.min(1, scale)));
        TrainingRuns runs = new TrainingRuns(context, HIDDEN);
        TrainingRuns.RunTimings timings;
        long peak;
        try (MemoryPeaks peaks = new MemoryPeaks()) {
            timings = runs.train(runs.plan(ROUNDS, workers, 0), workers);
            peak = peaks.heapMebibytes();
        }
        double vectors = 2.0 * Float.BYTES * runs.parameterCount() / MIB;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("workers", Integer.toString(workers));
        notes.put("parameters", Integer.toString(runs.parameterCount()));
        notes.put("results-of-a-round", mib(workers * vectors));
        notes.put("parameters-and-optimizer-state", mib(vectors));
        notes.put("largest-heap-of-the-driver", mib(Runtime.getRuntime().maxMemory() / MIB));
        notes.put("seconds-per-round", String.format(Locale.ROOT, "%.1f", timings.totalSeconds() / ROUNDS));
        return List.of(new BenchResult(
                name(), peak, "MiB of heap in the driver, with garbage", null, null, new TreeMap<>(), notes));
    }

    private static String mib(double value) {
        return String.format(Locale.ROOT, "%.0f MiB", value);
    }
}
