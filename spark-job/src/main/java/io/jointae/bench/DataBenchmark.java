package io.jointae.bench;

import io.jointae.bench.probe.TrainingRuns;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Compares the rate of training on rows that are larger than the heap of their only executor with the rate on rows that
 * it holds in memory. The larger rows are 2 GB of floats at scale 1; the time to read them is not included.
 */
public final class DataBenchmark implements Benchmark {

    private static final int ROWS_IN_MEMORY = 40_000;
    private static final int ROWS = 680_000;
    private static final int HIDDEN = 1000;

    @Override
    public String name() {
        return "data";
    }

    @Override
    public String description() {
        return "one worker on rows larger than the heap of its executor, compared with rows in memory";
    }

    @Override
    public String master() {
        return "local-cluster[1,1,1024]";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        TrainingRuns runs = new TrainingRuns(JavaSparkContext.fromSparkContext(spark.sparkContext()), HIDDEN);
        int rows = (int) Math.max(2 * ROWS_IN_MEMORY, ROWS * Math.min(1, scale));
        rowsPerSecond(runs, ROWS_IN_MEMORY / 4);
        double before = rowsPerSecond(runs, ROWS_IN_MEMORY);
        double fromDisk = rowsPerSecond(runs, rows);
        double after = rowsPerSecond(runs, ROWS_IN_MEMORY);
        double inMemory = (before + after) / 2;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("rows", Integer.toString(rows));
        notes.put("mib", Long.toString((long) rows * TrainingRuns.WIDTH * Float.BYTES >> 20));
        notes.put("rows-per-second", String.format(Locale.ROOT, "%.0f", fromDisk));
        notes.put("rows-per-second-in-memory", String.format(Locale.ROOT, "%.0f and %.0f", before, after));
        double ratio = fromDisk / inMemory;
        return List.of(
                new BenchResult(name(), ratio, "x the rate of rows in memory", 1.0, ratio, new TreeMap<>(), notes));
    }

    /** Returns the rate of one epoch. */
    private static double rowsPerSecond(TrainingRuns runs, int rows) {
        return rows / runs.train(runs.plan(1, 1, 0), rows).totalSeconds();
    }
}
