package io.jointae.bench;

import io.jointae.base.BadInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What a round costs here, against parameters and workers, and what an epoch would take on more executors.
 *
 * <p>The model: an epoch of {@code n} examples on {@code K} executors takes {@code n / (K r)} for the steps, at
 * the rate {@code r} measured here, and one round for each averaging. A round takes {@code f + s S + l w +
 * X(K) / w}: {@code f} fixed and {@code s} a byte, fitted here to rounds of several sizes ({@code S} bytes of
 * parameters and optimiser state); on the wire, {@code l} latency for each of two broadcasts' and two gathers'
 * hops and {@code X} bytes over the narrowest link at bandwidth {@code w}: the broadcast leaves the driver once
 * and spreads from executor to executor, {@code ceil(log2 K)} deep, and the average comes back through
 * {@code sqrt K} groups, each of which takes in {@code sqrt K} results, as does the driver.
 */
public final class ScalingBenchmark implements Benchmark {

    private static final int[] HIDDEN = {100, 500, 1000};
    private static final int[] WORKERS = {1, 2, 4};
    private static final int[] EXECUTORS = {1, 10, 100, 1000};
    private static final int ROUNDS = 6;
    private static final double CORPUS = 1e7;

    private final double gigabits;
    private final double milliseconds;

    /**
     * @param gigabits a second, of each node's link
     * @param milliseconds latency of one hop
     */
    public ScalingBenchmark(double gigabits, double milliseconds) {
        if (!(gigabits > 0) || !(milliseconds >= 0)) {
            throw BadInput.of("bandwidth %s, latency %s: must be over 0, and 0 or more", gigabits, milliseconds);
        }
        this.gigabits = gigabits;
        this.milliseconds = milliseconds;
    }

    @Override
    public String name() {
        return "scaling";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "round cost here, and an epoch of 10 million rows on more executors at %s Gbit/s, %s ms",
                gigabits,
                milliseconds);
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<BenchResult> results = new ArrayList<>();
        List<double[]> points = new ArrayList<>();
        double bytes = 0;
        for (int hidden : HIDDEN) {
            TrainingRuns runs = new TrainingRuns(context, hidden);
            bytes = 8.0 * parameters(hidden);
            for (int workers : WORKERS) {
                double seconds = round(runs, workers);
                points.add(new double[] {bytes * workers, seconds});
                SortedMap<String, String> notes = new TreeMap<>();
                notes.put("parameters", Integer.toString(parameters(hidden)));
                notes.put("workers", Integer.toString(workers));
                results.add(new BenchResult(name(), seconds * 1e3, "ms a round", null, null, new TreeMap<>(), notes));
            }
        }
        double[] line = fit(points);
        TrainingRuns full = new TrainingRuns(context, 1000);
        double rate = rate(full);
        for (int executors : EXECUTORS) {
            results.add(prediction(executors, rate, line, bytes));
        }
        return results;
    }

    private BenchResult prediction(int executors, double rate, double[] line, double bytes) {
        double steps = CORPUS / (executors * rate);
        double groups = executors == 1 ? 0 : Math.ceil(Math.sqrt(executors));
        double hops = executors == 1 ? 0 : Math.ceil(Math.log(executors) / Math.log(2)) + 2;
        double wire = hops * milliseconds * 1e-3 + (hops + 2 * groups) * bytes / (gigabits * 1e9 / 8);
        double driver = line[0] + line[1] * bytes * Math.max(1, groups);
        double round = wire + driver;
        // Averaging stops paying where it takes as long as the steps between two averagings.
        double evenBatches = round * rate / TrainingRuns.BATCH;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("executors", Integer.toString(executors));
        notes.put("round-seconds", String.format(Locale.ROOT, "%.2f", round));
        notes.put("batches-that-take-as-long-as-a-round", String.format(Locale.ROOT, "%.0f", evenBatches));
        notes.put("predicted", "from rounds measured here and the given network");
        double epoch = steps + round;
        return new BenchResult(
                name(), epoch, "s an epoch of 10 million rows", steps, steps / epoch, new TreeMap<>(), notes);
    }

    /** Median seconds of a round whose every worker takes one step of a few examples. */
    private static double round(TrainingRuns runs, int workers) {
        List<Double> ends = runs.ours(runs.plan(ROUNDS, workers, workers == 1 ? 0 : 1), 4 * workers);
        if (ends.size() < 3) {
            // One worker's rounds are cut by time: its short epochs share a round.
            return ends.get(0);
        }
        double[] lengths = new double[ends.size() - 1];
        for (int i = 1; i < ends.size(); i++) {
            lengths[i - 1] = ends.get(i) - ends.get(i - 1);
        }
        Arrays.sort(lengths);
        return lengths[lengths.length / 2];
    }

    /** Examples a second of one worker. */
    private static double rate(TrainingRuns runs) {
        int rows = 3000;
        List<Double> ends = runs.ours(runs.plan(2, 1, 0), rows);
        return 2 * rows / ends.get(ends.size() - 1);
    }

    private static int parameters(int hidden) {
        return TrainingRuns.WIDTH * hidden + hidden + TrainingRuns.WIDTH + hidden * hidden + 2 * hidden;
    }

    /** Least squares of seconds over bytes: intercept and slope, neither below 0. */
    private static double[] fit(List<double[]> points) {
        double meanX = points.stream().mapToDouble(p -> p[0]).average().orElseThrow();
        double meanY = points.stream().mapToDouble(p -> p[1]).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        for (double[] point : points) {
            xy += (point[0] - meanX) * (point[1] - meanY);
            xx += (point[0] - meanX) * (point[0] - meanX);
        }
        double slope = Math.max(0, xy / xx);
        return new double[] {Math.max(0, meanY - slope * meanX), slope};
    }
}
