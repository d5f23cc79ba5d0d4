package io.jointae.bench;

import io.jointae.bench.probe.StepProbe;
import io.jointae.bench.probe.StockTraining;
import io.jointae.bench.probe.TrainingRuns;
import io.jointae.stack.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Two workers on two cores against one: examples a second, averaging once an epoch; and the stock master's two. */
public final class WorkersBenchmark implements Benchmark {

    private static final int ROWS = 10_000;
    private static final int EPOCHS = 3;
    private static final int OFTEN = 5;
    private static final int STEPS = 10;
    /** Steps whose products are timed. */
    private static final int PRODUCTS = 100;

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public String description() {
        return "examples a second of two workers against one, averaging once an epoch";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        TrainingRuns runs = new TrainingRuns(JavaSparkContext.fromSparkContext(spark.sparkContext()), 1000);
        int rows = Math.max(2000, (int) (ROWS * Math.min(1, scale)));
        int repetitions = Math.max(3, (int) Math.round(5 * scale));
        double[] ratios = new double[repetitions];
        double[] steps = new double[repetitions];
        double[] beside = new double[repetitions];
        double[] rates = new double[repetitions];
        double[] products = new double[repetitions];
        List<StepProbe> probes = List.of(probe(runs), probe(runs));
        runs.ours(runs.plan(EPOCHS, 2, 0), rows);
        runs.ours(runs.plan(EPOCHS, 1, 0), rows);
        for (int r = 0; r < repetitions; r++) {
            TrainingRuns.Run one = runs.ours(runs.plan(EPOCHS, 1, 0), rows);
            TrainingRuns.Run two = runs.ours(runs.plan(EPOCHS, 2, 0), rows);
            ratios[r] = one.seconds() / two.seconds();
            steps[r] = one.stepSeconds() / two.stepSeconds();
            beside[r] = two.besideSteps();
            rates[r] = rows * (double) EPOCHS / two.seconds();
            products[r] = 2 * products(probes.subList(0, 1)) / products(probes);
        }
        SortedMap<String, Double> peers = peers(runs, rows);
        List.of(ratios, steps, beside, rates, products).forEach(Arrays::sort);
        int middle = repetitions / 2;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("range", String.format(Locale.ROOT, "%.2f to %.2f", ratios[0], ratios[repetitions - 1]));
        notes.put("examples-per-second", String.format(Locale.ROOT, "%.0f", rates[middle]));
        notes.put("steps-alone", String.format(Locale.ROOT, "%.2f x one worker", steps[middle]));
        notes.put("milliseconds-a-round-beside-the-steps", String.format(Locale.ROOT, "%.0f", beside[middle] * 1e3));
        double limit = products[middle];
        notes.put("limit", String.format(Locale.ROOT, "%.2f x: matrix products alone, on two threads", limit));
        return List.of(
                new BenchResult(name(), ratios[middle], "x one worker", limit, ratios[middle] / limit, peers, notes));
    }

    private static StepProbe probe(TrainingRuns runs) {
        StepProbe probe = new StepProbe(
                runs.architecture(),
                Objective.joint(2, true),
                TrainingRuns.examples(STEPS * TrainingRuns.BATCH),
                TrainingRuns.BATCH);
        probe.products(STEPS);
        return probe;
    }

    /** Seconds of the products of so many steps, of each probe on a thread of its own. */
    private static double products(List<StepProbe> probes) {
        long begin = System.nanoTime();
        List<CompletableFuture<Void>> all = probes.stream()
                .map(probe -> CompletableFuture.runAsync(
                        () -> probe.products(PRODUCTS), command -> new Thread(command).start()))
                .toList();
        all.forEach(CompletableFuture::join);
        return (System.nanoTime() - begin) * 1e-9;
    }

    /** The stock master's time over ours with two workers, one epoch of each, the better of two. */
    private static SortedMap<String, Double> peers(TrainingRuns runs, int rows) {
        SortedMap<String, Double> peers = new TreeMap<>();
        int epoch = rows / TrainingRuns.BATCH / 2;
        try (StockTraining once = runs.stock(rows, 2, epoch);
                StockTraining often = runs.stock(rows, 2, OFTEN)) {
            double ours = runs.ours(runs.plan(EPOCHS, 2, 0), rows).seconds() / EPOCHS;
            double oursOften = runs.ours(runs.plan(EPOCHS, 2, OFTEN), rows).seconds() / EPOCHS;
            peers.put("stock master, stock layers", Math.min(once.epoch(), once.epoch()) / ours);
            peers.put(
                    "stock master, stock layers, averaging every " + OFTEN + " batches",
                    Math.min(often.epoch(), often.epoch()) / oursOften);
        }
        return peers;
    }
}
