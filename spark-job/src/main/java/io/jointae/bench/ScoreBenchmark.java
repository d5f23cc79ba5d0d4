package io.jointae.bench;

import io.jointae.model.Architecture;
import io.jointae.model.LayerSpec;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.model.Noise;
import io.jointae.model.StackedAutoEncoder;
import io.jointae.score.FeatureFormat;
import io.jointae.score.InputRow;
import io.jointae.score.StackedAutoencoderModel;
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
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Features of 784-1000-1000 from Parquet to Parquet, against the matrix products alone on as many threads; and
 * of generated rows, to see that memory does not grow with them.
 */
public final class ScoreBenchmark implements Benchmark {

    private static final int INPUTS = 784;
    private static final int UNITS = 1000;
    private static final int BATCH = 2048;
    private static final int ROWS = 40 * BATCH;
    private static final long GENERATED = 10_000_000;

    @Override
    public String name() {
        return "score";
    }

    @Override
    public String description() {
        return "features of 784-1000-1000, Parquet to Parquet, against the products alone; memory over generated rows";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        try {
            Path folder = Files.createTempDirectory("jointae-bench-score");
            try {
                return List.of(endToEnd(spark, folder, scale), memory(spark, scale));
            } finally {
                FileUtils.deleteDirectory(folder.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BenchResult endToEnd(SparkSession spark, Path folder, double scale) {
        int batches = Math.max(4, (int) (ROWS / BATCH * Math.min(1, scale)));
        int rows = batches * BATCH;
        int threads = spark.sparkContext().defaultParallelism();
        int repetitions = Math.max(3, (int) Math.round(5 * scale));
        String input = folder.resolve("in").toString();
        String output = folder.resolve("out").toString();
        generated(spark, rows, threads).write().parquet(input);
        Dataset<Row> table = spark.read().parquet(input);
        Dataset<Row> features = model().transform(table).select("id", "features");
        Interleaved times = new Interleaved(
                repetitions,
                () -> products(batches, threads),
                () -> discard(table),
                () -> discard(features),
                () -> features.write()
                        .format(FeatureFormat.NAME)
                        .mode("overwrite")
                        .save(output));
        double limit = times.median(0);
        double read = times.median(1);
        double multiplied = times.median(2);
        double all = times.median(3);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("rows", Integer.toString(rows));
        notes.put("threads", Integer.toString(threads));
        notes.put("spread", percent(times.spread(3)));
        notes.put("spread-limit", percent(times.spread(0)));
        notes.put("reading", percent(read / all));
        notes.put("multiplying", percent(Math.max(0, multiplied - read) / all));
        notes.put("writing", percent(Math.max(0, all - multiplied) / all));
        notes.put("codec", spark.conf().get("spark.sql.parquet.compression.codec"));
        return new BenchResult(name(), rows / all, "rows/s", rows / limit, limit / all, new TreeMap<>(), notes);
    }

    private BenchResult memory(SparkSession spark, double scale) {
        long rows = Math.max(100_000, (long) (GENERATED * scale));
        int threads = spark.sparkContext().defaultParallelism();
        StackedAutoencoderModel model = model();
        discard(model.transform(generated(spark, rows / 10, threads)).select("features"));
        long early = peakMegabytes();
        long begin = System.nanoTime();
        discard(model.transform(generated(spark, rows, threads)).select("features"));
        double seconds = (System.nanoTime() - begin) * 1e-9;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("rows", Long.toString(rows));
        notes.put("seconds", String.format(Locale.ROOT, "%.0f", seconds));
        notes.put("heap-max-mb", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
        notes.put("resident-mb-after-a-tenth", Long.toString(early));
        notes.put("resident-mb-after-all", Long.toString(peakMegabytes()));
        return new BenchResult("score-memory", rows / seconds, "rows/s", null, null, new TreeMap<>(), notes);
    }

    /** Rows of grey levels, made by tasks from their ids; nothing is stored. */
    private static Dataset<Row> generated(SparkSession spark, long rows, int partitions) {
        return spark.range(0, rows, 1, partitions)
                .map((MapFunction<Long, InputRow>) ScoreBenchmark::row, Encoders.bean(InputRow.class))
                .selectExpr("monotonically_increasing_id() as id", "values as pixels");
    }

    private static InputRow row(long id) {
        float[] pixels = new float[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            pixels[i] = (int) (256 * Noise.uniform(id, i)) / 255f;
        }
        InputRow row = new InputRow();
        row.setValues(pixels);
        return row;
    }

    private static StackedAutoencoderModel model() {
        StackedAutoEncoder stack = StackedAutoEncoder.initial(Architecture.paper(INPUTS, 2, LayerSpec.plain(UNITS)), 1);
        ModelCard card = new ModelCard(
                ModelCard.FORMAT,
                "AE-2",
                "none",
                "ae",
                new ModelCard.Data("bench", "none", "none", 0),
                new TreeMap<>(),
                1,
                new TreeMap<>(),
                "untrained",
                0,
                ModelDirectory.hash(stack.parameters()),
                List.of());
        return StackedAutoencoderModel.of(new ModelDirectory(stack, card))
                .setInputCol("pixels")
                .setBatchSize(BATCH);
    }

    private static void discard(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }

    /** The two products of every batch, nothing else, the batches dealt to the threads. */
    private static void products(int batches, int threads) {
        List<Thread> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t;
            workers.add(new Thread(() -> {
                INDArray lower = Nd4j.createUninitialized(new long[] {INPUTS, UNITS}, 'f')
                        .assign(0.01);
                INDArray upper =
                        Nd4j.createUninitialized(new long[] {UNITS, UNITS}, 'f').assign(0.01);
                INDArray x = Nd4j.createUninitialized(new long[] {INPUTS, BATCH}, 'f')
                        .assign(0.5);
                INDArray h = Nd4j.createUninitialized(new long[] {UNITS, BATCH}, 'f');
                INDArray code = Nd4j.createUninitialized(new long[] {UNITS, BATCH}, 'f');
                for (int b = first; b < batches; b += threads) {
                    Nd4j.gemm(lower, x, h, true, false, 1, 0);
                    Nd4j.gemm(upper, h, code, true, false, 1, 0);
                }
            }));
        }
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** The most memory this process has held, heap and native; -1 where the system does not say. */
    private static long peakMegabytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
