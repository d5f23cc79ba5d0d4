package io.jointae.bench;

import io.jointae.base.InvalidInputException;
import io.jointae.bench.probe.InterleavedTimings;
import io.jointae.bench.probe.MemoryPeaks;
import io.jointae.bench.probe.ScoringProbe;
import io.jointae.linalg.ProductUnits;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures scoring with a stack of 784-1000-1000 units, from Parquet files to Parquet files. The limit is the time of
 * the matrix products alone on the same number of threads. It also scores generated rows, to show that memory use does
 * not depend on the number of rows.
 */
public final class ScoreBenchmark implements Benchmark {

    private static final int ROWS = 40 * ScoringProbe.BATCH;

    /** The number of rows that are scored before memory is measured. */
    private static final long WARM_UP = 20_000;

    private static final Arithmetic BFLOAT16 = new Arithmetic(EngineKind.ND4J, Precision.BFLOAT16);

    private final long rows;

    /**
     * Creates the benchmark.
     *
     * @param rows the number of rows that are generated and scored to measure memory, at least 200,000
     */
    public ScoreBenchmark(long rows) {
        if (rows < 10 * WARM_UP) {
            throw InvalidInputException.ofField("rows", "%d is too small: choose %d or more.", rows, 10 * WARM_UP);
        }
        this.rows = rows;
    }

    @Override
    public String name() {
        return "score";
    }

    @Override
    public String description() {
        return "scoring with 784-1000-1000 units from Parquet to Parquet, compared with the matrix products alone,"
                + " and memory while generated rows are scored";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        try {
            Path folder = Files.createTempDirectory("jointae-bench-score");
            try {
                List<BenchResult> results = new ArrayList<>();
                results.addAll(endToEnd(spark, folder, scale));
                results.addAll(memory(spark));
                return results;
            } finally {
                FileUtils.deleteDirectory(folder.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Measures reading, computing and writing together, in single precision and, where the processor has it, in bfloat16. */
    private List<BenchResult> endToEnd(SparkSession spark, Path folder, double scale) {
        int batches = Math.max(4, (int) (ROWS / ScoringProbe.BATCH * Math.min(1, scale)));
        int size = batches * ScoringProbe.BATCH;
        int threads = threads(spark);
        String input = folder.resolve("in").toString();
        String output = folder.resolve("out").toString();
        ScoringProbe.generatedRows(spark, size, threads).write().parquet(input);
        Dataset<Row> table = spark.read().parquet(input);
        List<Arithmetic> arithmetics = new ArrayList<>(List.of(Arithmetic.DEFAULT));
        if (ProductUnits.ofThisProcess().multiplyBfloat16()) {
            arithmetics.add(BFLOAT16);
        }
        List<Runnable> tasks = new ArrayList<>(List.of(() -> ScoringProbe.discard(table)));
        for (Arithmetic arithmetic : arithmetics) {
            Dataset<Row> features = ScoringProbe.features(table, arithmetic);
            tasks.add(() -> ScoringProbe.products(batches, threads, arithmetic));
            tasks.add(() -> ScoringProbe.discard(features));
            tasks.add(() -> ScoringProbe.write(features, output));
        }
        InterleavedTimings times =
                new InterleavedTimings(Math.max(3, (int) Math.round(5 * scale)), tasks.toArray(Runnable[]::new));
        List<BenchResult> results = new ArrayList<>();
        for (int a = 0; a < arithmetics.size(); a++) {
            SortedMap<String, String> notes = new TreeMap<>();
            notes.put("rows", Integer.toString(size));
            notes.put("threads", Integer.toString(threads));
            notes.put("codec", spark.conf().get("spark.sql.parquet.compression.codec"));
            results.add(endToEnd(times, a, size, notes));
        }
        return results;
    }

    /**
     * Returns the result of an arithmetic.
     *
     * @param times of reading, and then of the products, of reading and computing, and of everything, per arithmetic
     * @param a the arithmetic, from 0; the first one is single precision
     */
    private BenchResult endToEnd(InterleavedTimings times, int a, int size, SortedMap<String, String> notes) {
        int first = 1 + 3 * a;
        double productSeconds = times.median(first);
        double readSeconds = times.median(0);
        double readAndComputeSeconds = times.median(first + 1);
        double totalSeconds = times.median(first + 2);
        notes.put("spread", percent(times.spread(first + 2)));
        notes.put("spread-limit", percent(times.spread(first)));
        notes.put("reading", percent(readSeconds / totalSeconds));
        notes.put("multiplying", percent(Math.max(0, readAndComputeSeconds - readSeconds) / totalSeconds));
        notes.put("writing", percent(Math.max(0, totalSeconds - readAndComputeSeconds) / totalSeconds));
        SortedMap<String, Double> peers = new TreeMap<>();
        if (a > 0) {
            peers.put("jointae in single precision", times.median(3) / totalSeconds);
        }
        return new BenchResult(
                a == 0 ? name() : name() + "-bfloat16",
                size / totalSeconds,
                "rows/s",
                size / productSeconds,
                productSeconds / totalSeconds,
                peers,
                notes);
    }

    /** Measures a tenth of the rows, then all rows, so that memory use that grows with the rows becomes visible. */
    private List<BenchResult> memory(SparkSession spark) {
        ScoringProbe.discard(features(spark, WARM_UP));
        return List.of(measuredMemory(spark, rows / 10), measuredMemory(spark, rows));
    }

    private static Dataset<Row> features(SparkSession spark, long rows) {
        return ScoringProbe.features(ScoringProbe.generatedRows(spark, rows, threads(spark)), Arithmetic.DEFAULT)
                .select("features");
    }

    private static BenchResult measuredMemory(SparkSession spark, long rows) {
        Dataset<Row> features = features(spark, rows);
        SortedMap<String, String> notes = new TreeMap<>();
        double seconds;
        try (MemoryPeaks peaks = new MemoryPeaks()) {
            long begin = System.nanoTime();
            ScoringProbe.discard(features);
            seconds = (System.nanoTime() - begin) * 1e-9;
            notes.put("heap-peak-mib", Long.toString(peaks.heapMebibytes()));
            notes.put("native-peak-mib", Long.toString(peaks.outsideHeapMebibytes()));
        }
        notes.put("heap-limit-mib", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
        notes.put("rows", Long.toString(rows));
        notes.put("seconds", String.format(Locale.ROOT, "%.0f", seconds));
        notes.put("sink", "none (features are computed and discarded)");
        return new BenchResult("score-memory", rows / seconds, "rows/s", null, null, new TreeMap<>(), notes);
    }

    private static int threads(SparkSession spark) {
        return spark.sparkContext().defaultParallelism();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
