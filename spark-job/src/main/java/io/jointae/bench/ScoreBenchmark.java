package io.jointae.bench;

import io.jointae.base.InvalidInputException;
import io.jointae.bench.probe.InterleavedTimings;
import io.jointae.bench.probe.MemoryPeaks;
import io.jointae.encode.column.InputRow;
import io.jointae.linalg.Matrix;
import io.jointae.ml.StackedAutoencoderModel;
import io.jointae.model.LayerUpdaters;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.score.parquet.FeatureFormat;
import io.jointae.stack.Architecture;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
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
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Measures scoring with a stack of 784-1000-1000 units, from Parquet files to Parquet files. The limit is the time of
 * the matrix products alone on the same number of threads. It also scores generated rows, to show that memory use does
 * not depend on the number of rows.
 */
public final class ScoreBenchmark implements Benchmark {

    private static final int INPUTS = 784;
    private static final int UNITS = 1000;
    private static final int BATCH = 2048;
    private static final int ROWS = 40 * BATCH;

    /** The number of rows that are scored before memory is measured. */
    private static final long WARM_UP = 20_000;

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
                results.add(endToEnd(spark, folder, scale));
                results.addAll(memory(spark));
                return results;
            } finally {
                FileUtils.deleteDirectory(folder.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Measures reading, computing and writing together. */
    private BenchResult endToEnd(SparkSession spark, Path folder, double scale) {
        int batches = Math.max(4, (int) (ROWS / BATCH * Math.min(1, scale)));
        int size = batches * BATCH;
        int threads = threads(spark);
        int repetitions = Math.max(3, (int) Math.round(5 * scale));
        String input = folder.resolve("in").toString();
        String output = folder.resolve("out").toString();
        generatedRows(spark, size, threads).write().parquet(input);
        Dataset<Row> table = spark.read().parquet(input);
        Dataset<Row> features = model().transform(table).select("id", "features");
        InterleavedTimings times = new InterleavedTimings(
                repetitions,
                () -> products(batches, threads),
                () -> discard(table),
                () -> discard(features),
                () -> features.write()
                        .format(FeatureFormat.NAME)
                        .mode("overwrite")
                        .save(output));
        double productSeconds = times.median(0);
        double readSeconds = times.median(1);
        double readAndComputeSeconds = times.median(2);
        double totalSeconds = times.median(3);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("rows", Integer.toString(size));
        notes.put("threads", Integer.toString(threads));
        notes.put("spread", percent(times.spread(3)));
        notes.put("spread-limit", percent(times.spread(0)));
        notes.put("reading", percent(readSeconds / totalSeconds));
        notes.put("multiplying", percent(Math.max(0, readAndComputeSeconds - readSeconds) / totalSeconds));
        notes.put("writing", percent(Math.max(0, totalSeconds - readAndComputeSeconds) / totalSeconds));
        notes.put("codec", spark.conf().get("spark.sql.parquet.compression.codec"));
        return new BenchResult(
                name(),
                size / totalSeconds,
                "rows/s",
                size / productSeconds,
                productSeconds / totalSeconds,
                new TreeMap<>(),
                notes);
    }

    /** Measures a tenth of the rows, then all rows, so that memory use that grows with the rows becomes visible. */
    private List<BenchResult> memory(SparkSession spark) {
        StackedAutoencoderModel model = model();
        discard(model.transform(generatedRows(spark, WARM_UP, threads(spark))).select("features"));
        return List.of(memory(spark, model, rows / 10), memory(spark, model, rows));
    }

    private static BenchResult memory(SparkSession spark, StackedAutoencoderModel model, long rows) {
        Dataset<Row> features =
                model.transform(generatedRows(spark, rows, threads(spark))).select("features");
        SortedMap<String, String> notes = new TreeMap<>();
        double seconds;
        try (MemoryPeaks peaks = new MemoryPeaks()) {
            long begin = System.nanoTime();
            discard(features);
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

    /** Returns rows of gray levels that tasks generate from the row ids. The rows are not stored. */
    private static Dataset<Row> generatedRows(SparkSession spark, long rows, int partitions) {
        return spark.range(0, rows, 1, partitions)
                .map((MapFunction<Long, InputRow>) ScoreBenchmark::row, Encoders.bean(InputRow.class))
                .selectExpr("monotonically_increasing_id() as id", "values as pixels");
    }

    private static InputRow row(long id) {
        float[] pixels = new float[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            pixels[i] = (int) (256 * CounterRandom.uniform(id, i)) / 255f;
        }
        InputRow row = new InputRow();
        row.setValues(pixels);
        return row;
    }

    /** Returns an untrained model. */
    private static StackedAutoencoderModel model() {
        StackModel stack = StackModel.initial(Architecture.paper(INPUTS, 2, LayerSpec.plain(UNITS)), 1);
        ModelCard card = new ModelCard(
                new ModelCard.Identity("AE-2", "none", "ae"),
                new ModelCard.Data("bench", "none", "none", 0),
                new TreeMap<>(),
                1,
                new ModelCard.Run(new TreeMap<>(), "untrained", 0),
                new ModelCard.Result(ModelDirectory.hash(stack.parameters()), List.of()));
        return StackedAutoencoderModel.of(
                        new ModelDirectory(stack, LayerUpdaters.uniform(Updater.RMSPROP, 0.001, 2), card))
                .setInputCol("pixels")
                .setBatchSize(BATCH);
    }

    /** Computes all rows and drops them. */
    private static void discard(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }

    /** Computes only the two matrix products of every batch. The threads take the batches in turn. */
    private static void products(int batches, int threads) {
        List<Thread> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t;
            workers.add(new Thread(() -> {
                Matrix lower = filled(INPUTS, UNITS, 0.01f);
                Matrix upper = filled(UNITS, UNITS, 0.01f);
                Matrix x = filled(INPUTS, BATCH, 0.5f);
                Matrix h = filled(UNITS, BATCH, 0);
                Matrix code = filled(UNITS, BATCH, 0);
                for (int b = first; b < batches; b += threads) {
                    h.product(lower, true, x, false, 0);
                    code.product(upper, true, h, false, 0);
                }
            }));
        }
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The benchmark was interrupted.", e);
            }
        }
    }

    private static Matrix filled(int rows, int columns, float value) {
        Matrix matrix = Matrix.create(DataType.FLOAT, rows, columns);
        matrix.fill(value);
        return matrix;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
