package io.jointae.bench;

import io.jointae.data.DatasetOutput;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.data.prepare.Catalog;
import io.jointae.data.prepare.PaperDatasetPreparation;
import io.jointae.data.prepare.PaperDatasetRequest;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.model.ModelDirectory;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.file.SweepFile;
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
 * Measures the overhead of a sweep. It compares a sweep of equal trials, two at a time, with one trial (training and
 * SVM) that runs alone. Two trials that run at the same time slow each other down on most machines, so the benchmark
 * also compares the sweep with two such trials without a sweep, which leaves the overhead of the sweep itself.
 */
public final class SweepBenchmark implements Benchmark {

    private static final int TRIALS = 6;
    private static final int EPOCHS = 30;
    private static final int PARALLEL = 2;

    /** The number of folders so far, which makes their names unique. */
    private final AtomicInteger folders = new AtomicInteger();

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String description() {
        return "a sweep of " + TRIALS + " equal trials, two at a time, compared with " + TRIALS / PARALLEL
                + " times the time of one trial alone";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        try {
            Path folder = Files.createTempDirectory("jointae-bench");
            try {
                return List.of(measure(spark, folder, scale));
            } finally {
                FileUtils.deleteDirectory(folder.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BenchResult measure(SparkSession spark, Path folder, double scale) throws IOException {
        new PaperDatasetPreparation(spark, message -> {})
                .run(new PaperDatasetRequest(
                        Catalog.get("rectangles"),
                        null,
                        null,
                        Map.of(Split.TRAIN, 1000L, Split.VALID, 200L, Split.TEST, 2000L),
                        PaperDatasetRequest.DEFAULT_SEED,
                        DatasetOutput.to(folder.resolve("data").toString())));
        PreparedDataset data =
                PreparedDataset.open(spark, folder.resolve("data/rectangles").toString());
        int epochs = Math.max(5, (int) (EPOCHS * Math.min(1, scale)));
        int repetitions = Math.max(1, (int) Math.round(3 * scale));
        double[] againstOne = new double[repetitions];
        double[] againstTwo = new double[repetitions];
        double[] aloneSeconds = new double[repetitions];
        trialSeconds(spark, data, folder, epochs);
        for (int r = 0; r < repetitions; r++) {
            double before = trialSeconds(spark, data, folder, epochs);
            double pair = secondsOfTwoAtOnce(spark, data, folder, epochs);
            double sweep = sweepSeconds(spark, folder, epochs);
            aloneSeconds[r] = (before + trialSeconds(spark, data, folder, epochs)) / 2;
            double consecutive = TRIALS / (double) PARALLEL;
            againstOne[r] = sweep / (consecutive * aloneSeconds[r]);
            againstTwo[r] = sweep / (consecutive * pair);
        }
        Arrays.sort(againstOne);
        Arrays.sort(againstTwo);
        Arrays.sort(aloneSeconds);
        int middle = repetitions / 2;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("range", range(againstOne));
        notes.put("against-two-at-once", String.format(Locale.ROOT, "%.3f", againstTwo[middle]));
        notes.put("range-against-two-at-once", range(againstTwo));
        notes.put("one-trial-seconds", String.format(Locale.ROOT, "%.1f", aloneSeconds[middle]));
        return new BenchResult(
                name(),
                againstOne[middle],
                "x the time of one trial alone times " + TRIALS / PARALLEL,
                1.0,
                1 / againstOne[middle],
                new TreeMap<>(),
                notes);
    }

    /** Returns the seconds of one trial's training and SVM without a sweep. */
    private double trialSeconds(SparkSession spark, PreparedDataset data, Path folder, int epochs) {
        long begin = System.nanoTime();
        SortedMap<String, String> options = TrainingOptions.paper(Scheme.J, 2, AutoEncoderKind.DAE, 0.5, 0.001)
                .toMap();
        options.put("epochs", Integer.toString(epochs));
        options.put("evaluate-every", "1");
        String model = folder.resolve("trial-" + folders.incrementAndGet()).toString();
        try {
            ModelDirectory trained =
                    new TrainingRun(TrainingOptions.of(options), model, false, false, 60).train(spark, data, List.of());
            new SvmEvaluation(SvmEvaluation.DEFAULT_COSTS).rows(spark, trained, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (System.nanoTime() - begin) * 1e-9;
    }

    /** Returns the seconds of two trials that run at the same time without a sweep. */
    private double secondsOfTwoAtOnce(SparkSession spark, PreparedDataset data, Path folder, int epochs) {
        CompletableFuture<Double> other =
                CompletableFuture.supplyAsync(() -> trialSeconds(spark, data, folder, epochs));
        return Math.max(trialSeconds(spark, data, folder, epochs), other.join());
    }

    /** Returns the seconds of a sweep of {@link #TRIALS} trials. */
    private double sweepSeconds(SparkSession spark, Path folder, int epochs) throws IOException {
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
                throw new IllegalStateException(
                        "The sweep should have finished " + TRIALS + " trials, but its summary is " + summary);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was interrupted.", e);
        }
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static String range(double[] sorted) {
        return String.format(Locale.ROOT, "%.3f to %.3f", sorted[0], sorted[sorted.length - 1]);
    }
}
