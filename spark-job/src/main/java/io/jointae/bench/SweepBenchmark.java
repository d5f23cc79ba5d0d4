package io.jointae.bench;

import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.data.prepare.Catalogue;
import io.jointae.data.prepare.Preparation;
import io.jointae.data.prepare.PrepareRequest;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.model.ModelDirectory;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.plan.SweepFile;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.train.TrainingRun;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What a sweep costs beside its trials: equal trials two at a time, against one trial's training and SVM by
 * itself. Two that compute side by side slow each other on most machines; against one of two that run side by
 * side without a sweep, its own cost is left.
 */
public final class SweepBenchmark implements Benchmark {

    private static final int TRIALS = 6;
    private static final int EPOCHS = 30;
    private static final int PARALLEL = 2;

    private final AtomicInteger folders = new AtomicInteger();

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String description() {
        return TRIALS + " equal trials of a sweep, two at a time, against one trial alone times " + TRIALS / PARALLEL;
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        try {
            Path folder = Files.createTempDirectory("jointae-bench");
            try {
                return List.of(measured(spark, folder, scale));
            } finally {
                FileUtils.deleteDirectory(folder.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BenchResult measured(SparkSession spark, Path folder, double scale) throws IOException {
        new Preparation(spark, words -> {})
                .run(new PrepareRequest(
                        Catalogue.get("rectangles"),
                        folder.resolve("data").toString(),
                        null,
                        null,
                        PrepareRequest.SEED,
                        Map.of(Split.TRAIN, 1000L, Split.VALID, 200L, Split.TEST, 2000L),
                        PrepareRequest.ROWS_PER_FILE,
                        false));
        PreparedDataset data =
                PreparedDataset.open(spark, folder.resolve("data/rectangles").toString());
        int epochs = Math.max(5, (int) (EPOCHS * Math.min(1, scale)));
        int repetitions = Math.max(1, (int) Math.round(3 * scale));
        double[] against = new double[repetitions];
        double[] beside = new double[repetitions];
        double[] alone = new double[repetitions];
        one(spark, data, folder, epochs);
        for (int r = 0; r < repetitions; r++) {
            double before = one(spark, data, folder, epochs);
            double pair = pair(spark, data, folder, epochs);
            double sweep = sweep(spark, folder, epochs);
            alone[r] = (before + one(spark, data, folder, epochs)) / 2;
            double turns = TRIALS / (double) PARALLEL;
            against[r] = sweep / (turns * alone[r]);
            beside[r] = sweep / (turns * pair);
        }
        Arrays.sort(against);
        Arrays.sort(beside);
        Arrays.sort(alone);
        int middle = repetitions / 2;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("range", range(against));
        notes.put("against-two-side-by-side", String.format(Locale.ROOT, "%.3f", beside[middle]));
        notes.put("range-against-two", range(beside));
        notes.put("one-trial-seconds", String.format(Locale.ROOT, "%.1f", alone[middle]));
        return new BenchResult(
                name(),
                against[middle],
                "x one trial alone, times trials / 2",
                1.0,
                1 / against[middle],
                new TreeMap<>(),
                notes);
    }

    /** Seconds of one trial's training and SVM, without a sweep. */
    private double one(SparkSession spark, PreparedDataset data, Path folder, int epochs) {
        long begin = System.nanoTime();
        SortedMap<String, String> options = TrainingOptions.paper(Scheme.J, 2, AutoEncoderKind.DAE, 0.5, 0.001)
                .toMap();
        options.put("epochs", Integer.toString(epochs));
        options.put("evaluate-every", "1");
        String model = folder.resolve("one-" + folders.incrementAndGet()).toString();
        try {
            ModelDirectory trained =
                    new TrainingRun(TrainingOptions.of(options), model, false, false, 60).train(spark, data, List.of());
            new SvmEvaluation(SvmEvaluation.DEFAULT_COSTS).rows(spark, trained, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (System.nanoTime() - begin) * 1e-9;
    }

    /** Seconds of one of two side by side. */
    private double pair(SparkSession spark, PreparedDataset data, Path folder, int epochs) {
        CompletableFuture<Double> other = CompletableFuture.supplyAsync(() -> one(spark, data, folder, epochs));
        return Math.max(one(spark, data, folder, epochs), other.join());
    }

    private double sweep(SparkSession spark, Path folder, int epochs) throws IOException {
        String seeds =
                IntStream.rangeClosed(1, TRIALS).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String file = """
                name: bench
                data: %s
                datasets: [rectangles]
                kinds: [dae]
                schemes: [J]
                layers: [2]
                noise: [0.5]
                learning-rate: [0.001]
                epochs: %d
                seeds: [%s]
                """.formatted(folder.resolve("data"), epochs, seeds);
        long begin = System.nanoTime();
        Configuration conf = spark.sessionState().newHadoopConf();
        SweepPlan plan = SweepPlan.of(
                conf, SweepFile.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), "bench"));
        String out = folder.resolve("sweep-" + folders.incrementAndGet()).toString();
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
        try {
            Sweep.Summary summary = new Sweep(spark, plan, out, PARALLEL, silent, List::of).run(false);
            if (summary.done() != TRIALS) {
                throw new IllegalStateException("a sweep of " + TRIALS + " trials gave " + summary);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static String range(double[] sorted) {
        return String.format(Locale.ROOT, "%.3f to %.3f", sorted[0], sorted[sorted.length - 1]);
    }
}
