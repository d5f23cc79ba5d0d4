package io.jointae.bench;

import io.jointae.bench.probe.StepProbe;
import io.jointae.bench.probe.StockTraining;
import io.jointae.bench.probe.TrainingRuns;
import io.jointae.stack.Objective;
import io.jointae.stack.engine.Arithmetic;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the examples per second of two workers, averaging once per epoch, in relation to one worker. The limit is
 * the same ratio for matrix products alone on two threads. It also compares two workers of DL4J's own training master.
 */
public final class WorkersBenchmark implements Benchmark {

    private static final int ROWS = 10_000;
    private static final int EPOCHS = 3;

    /** The number of minibatches per worker between two averagings, in the comparison with frequent averaging. */
    private static final int FREQUENT = 5;

    private static final int WARM_UP_STEPS = 10;

    /** The number of steps whose matrix products are timed. */
    private static final int TIMED_STEPS = 100;

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public String description() {
        return "examples per second of two workers, averaging once per epoch, compared with one worker";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        TrainingRuns runs = new TrainingRuns(JavaSparkContext.fromSparkContext(spark.sparkContext()), 1000);
        int rows = Math.max(2000, (int) (ROWS * Math.min(1, scale)));
        int repetitions = Math.max(3, (int) Math.round(5 * scale));
        double[] ratios = new double[repetitions];
        double[] stepRatios = new double[repetitions];
        double[] overheads = new double[repetitions];
        double[] rates = new double[repetitions];
        double[] productRatios = new double[repetitions];
        List<StepProbe> probes = List.of(probe(runs), probe(runs));
        runs.train(runs.plan(EPOCHS, 2, 0), rows);
        runs.train(runs.plan(EPOCHS, 1, 0), rows);
        for (int r = 0; r < repetitions; r++) {
            TrainingRuns.RunTimings one = runs.train(runs.plan(EPOCHS, 1, 0), rows);
            TrainingRuns.RunTimings two = runs.train(runs.plan(EPOCHS, 2, 0), rows);
            ratios[r] = one.totalSeconds() / two.totalSeconds();
            stepRatios[r] = one.stepSeconds() / two.stepSeconds();
            overheads[r] = two.overheadSecondsPerRound();
            rates[r] = rows * (double) EPOCHS / two.totalSeconds();
            productRatios[r] = 2 * productSeconds(probes.subList(0, 1)) / productSeconds(probes);
        }
        SortedMap<String, Double> peers = peers(runs, rows);
        List.of(ratios, stepRatios, overheads, rates, productRatios).forEach(Arrays::sort);
        int middle = repetitions / 2;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("range", String.format(Locale.ROOT, "%.2f to %.2f", ratios[0], ratios[repetitions - 1]));
        notes.put("examples-per-second", String.format(Locale.ROOT, "%.0f", rates[middle]));
        notes.put("steps-only", String.format(Locale.ROOT, "%.2f x one worker", stepRatios[middle]));
        notes.put("overhead-ms-per-round", String.format(Locale.ROOT, "%.0f", overheads[middle] * 1e3));
        double limit = productRatios[middle];
        notes.put(
                "limit", String.format(Locale.ROOT, "%.2f x one thread (matrix products alone on two threads)", limit));
        return List.of(new BenchResult(
                name(), ratios[middle], "x the speed of one worker", limit, ratios[middle] / limit, peers, notes));
    }

    /** Returns a probe whose matrix products have run before. */
    private static StepProbe probe(TrainingRuns runs) {
        StepProbe probe = new StepProbe(
                runs.architecture(),
                Objective.joint(2, true),
                TrainingRuns.examples(WARM_UP_STEPS * TrainingRuns.BATCH),
                TrainingRuns.BATCH,
                Arithmetic.DEFAULT);
        probe.runProducts(WARM_UP_STEPS);
        return probe;
    }

    /**
     * Returns the seconds of the matrix products of {@link #TIMED_STEPS} steps per probe, with one thread per probe.
     */
    private static double productSeconds(List<StepProbe> probes) {
        long begin = System.nanoTime();
        List<CompletableFuture<Void>> running = probes.stream()
                .map(probe -> CompletableFuture.runAsync(
                        () -> probe.runProducts(TIMED_STEPS), command -> new Thread(command).start()))
                .toList();
        running.forEach(CompletableFuture::join);
        return (System.nanoTime() - begin) * 1e-9;
    }

    /**
     * Returns the time per epoch of DL4J's master, the better of two epochs, divided by ours, with two workers each.
     */
    private static SortedMap<String, Double> peers(TrainingRuns runs, int rows) {
        SortedMap<String, Double> peers = new TreeMap<>();
        int batchesPerEpoch = rows / TrainingRuns.BATCH / 2;
        try (StockTraining oncePerEpoch = runs.stockMaster(rows, 2, batchesPerEpoch);
                StockTraining frequent = runs.stockMaster(rows, 2, FREQUENT)) {
            double ourEpoch = runs.train(runs.plan(EPOCHS, 2, 0), rows).totalSeconds() / EPOCHS;
            double ourFrequentEpoch =
                    runs.train(runs.plan(EPOCHS, 2, FREQUENT), rows).totalSeconds() / EPOCHS;
            peers.put(
                    "DL4J's training master with DL4J's layers",
                    Math.min(oncePerEpoch.epochSeconds(), oncePerEpoch.epochSeconds()) / ourEpoch);
            peers.put(
                    "DL4J's training master with DL4J's layers, averaging every " + FREQUENT + " batches",
                    Math.min(frequent.epochSeconds(), frequent.epochSeconds()) / ourFrequentEpoch);
        }
        return peers;
    }
}
