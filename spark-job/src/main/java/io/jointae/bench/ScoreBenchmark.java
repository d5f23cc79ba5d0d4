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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures scoring with a stack of 784-1000-1000 units, from Parquet files to Parquet files. The figure is the rate of
 * further rows, which is that of a large table. The limit is the rate of the matrix products alone on the same number of
 * threads. It also scores generated rows, to show that memory use does not depend on the number of rows.
 */
public final class ScoreBenchmark implements Benchmark {

    private static final String NAME = "score";

    /** The number of batches of the larger table; the smaller one has a quarter of them. */
    private static final int BATCHES = 64;

    private static final int FEWEST_BATCHES = 8;

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
        return NAME;
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

    /**
     * Measures reading, computing and writing together, in single precision and, where the processor has it, in
     * bfloat16. Two tables tell the time of further rows from the time that a job takes whatever its number of rows.
     */
    private List<BenchResult> endToEnd(SparkSession spark, Path folder, double scale) {
        int batches = Math.max(FEWEST_BATCHES, (int) (BATCHES * Math.min(1, scale)));
        int fewer = batches / 4;
        int threads = threads(spark);
        List<Arithmetic> arithmetics = new ArrayList<>(List.of(Arithmetic.DEFAULT));
        if (ProductUnits.ofThisProcess().multiplyBfloat16()) {
            arithmetics.add(BFLOAT16);
        }
        List<Runnable> tasks = new ArrayList<>();
        Map<Scored, Integer> firstTasks = new HashMap<>();
        String output = folder.resolve("out").toString();
        for (int size : List.of(fewer, batches)) {
            String input = folder.resolve("in-" + size).toString();
            ScoringProbe.generatedRows(spark, (long) size * ScoringProbe.BATCH, threads)
                    .write()
                    .parquet(input);
            Dataset<Row> table = ScoringProbe.read(spark, input);
            for (Arithmetic arithmetic : arithmetics) {
                firstTasks.put(new Scored(size, arithmetic), tasks.size());
                tasks.addAll(Seconds.tasks(table, size, arithmetic, output));
            }
        }
        InterleavedTimings times =
                new InterleavedTimings(Math.max(3, (int) Math.round(5 * scale)), tasks.toArray(Runnable[]::new));
        List<BenchResult> results = new ArrayList<>();
        double single = 0;
        for (Arithmetic arithmetic : arithmetics) {
            Seconds fewerRows = Seconds.of(times, firstTasks.get(new Scored(fewer, arithmetic)));
            Seconds allRows = Seconds.of(times, firstTasks.get(new Scored(batches, arithmetic)));
            SortedMap<String, String> notes = new TreeMap<>();
            notes.put("rows", Integer.toString(batches * ScoringProbe.BATCH));
            notes.put("threads", Integer.toString(threads));
            notes.put("codec", spark.conf().get("spark.sql.parquet.compression.codec"));
            notes.put("spread", percent(allRows.spread()));
            notes.put("spread-limit", percent(allRows.spreadOfProducts()));
            BenchResult result = result(
                    arithmetic.equals(BFLOAT16) ? NAME + "-bfloat16" : NAME,
                    (batches - fewer) * ScoringProbe.BATCH,
                    allRows.less(fewerRows),
                    allRows,
                    single,
                    notes);
            single = arithmetic.equals(BFLOAT16) ? single : result.value();
            results.add(result);
        }
        return results;
    }

    /**
     * Returns the result of an arithmetic.
     *
     * @param rows the number of rows by which the tables differ
     * @param further the seconds of these rows
     * @param table the seconds of the larger table
     * @param single the rows per second in single precision; 0 if this is the result for it
     */
    private static BenchResult result(
            String name, int rows, Seconds further, Seconds table, double single, SortedMap<String, String> notes) {
        double rate = rows / further.total();
        notes.put("reading", percent(further.reading() / further.total()));
        notes.put("multiplying", percent((further.computing() - further.reading()) / further.total()));
        notes.put("writing", percent((further.total() - further.computing()) / further.total()));
        notes.put("share-of-the-whole-job", percent(table.products() / table.total()));
        notes.put("seconds-of-the-whole-job", String.format(Locale.ROOT, "%.2f", table.total()));
        SortedMap<String, Double> peers = new TreeMap<>();
        if (single > 0) {
            peers.put("jointae in single precision", rate / single);
        }
        return new BenchResult(
                name, rate, "rows/s", rows / further.products(), further.products() / further.total(), peers, notes);
    }

    /** A table of so many batches that is scored in an arithmetic. */
    private record Scored(int batches, Arithmetic arithmetic) {}

    /**
     * The median seconds of the four tasks of a table.
     *
     * @param reading reading its rows
     * @param products the matrix products of all rows, alone
     * @param computing reading the rows and computing their codes
     * @param total reading, computing and writing
     * @param spreadOfProducts the interquartile range of {@code products}, as a fraction of the median
     * @param spread that of {@code total}
     */
    private record Seconds(
            double reading, double products, double computing, double total, double spreadOfProducts, double spread) {

        /** Returns the tasks of a table, in the order of the components. */
        static List<Runnable> tasks(Dataset<Row> table, int batches, Arithmetic arithmetic, String output) {
            Dataset<Row> features = ScoringProbe.features(table, arithmetic);
            return List.of(
                    () -> ScoringProbe.discard(table),
                    () -> ScoringProbe.products(batches, threads(table.sparkSession()), arithmetic),
                    () -> ScoringProbe.discard(features),
                    () -> ScoringProbe.write(features, output));
        }

        /** Returns the seconds of the table whose first task has this position. */
        static Seconds of(InterleavedTimings times, int first) {
            return new Seconds(
                    times.median(first),
                    times.median(first + 1),
                    times.median(first + 2),
                    times.median(first + 3),
                    times.spread(first + 1),
                    times.spread(first + 3));
        }

        /** Returns the differences of the seconds; the spreads are those of this table. */
        Seconds less(Seconds other) {
            return new Seconds(
                    reading - other.reading,
                    products - other.products,
                    computing - other.computing,
                    total - other.total,
                    spreadOfProducts,
                    spread);
        }
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
