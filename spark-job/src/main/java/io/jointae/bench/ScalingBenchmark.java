package io.jointae.bench;

import io.jointae.base.InvalidInputException;
import io.jointae.bench.RoundModel.Network;
import io.jointae.bench.RoundModel.Point;
import io.jointae.bench.probe.TrainingRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What a round costs here, against parameters and workers, between executors of their own; and by {@link
 * RoundModel}, checked against a round that it was not fitted to, what an epoch would take on more executors.
 */
public final class ScalingBenchmark implements Benchmark {

    private static final int[] HIDDEN = {100, 500, 1000};
    private static final int[] WORKERS = {10, 16, 24};
    /** Predicted from the others: hidden units and workers. */
    private static final int[] CHECK = {1000, 32};

    private static final int CORES = 2;
    private static final int[] EXECUTORS = {1, 10, 100, 1000};
    private static final int ROUNDS = 7;
    private static final double CORPUS = 1e7;
    private static final double[] SIZES = {1e4, 1e6, 1e7, 1e9};

    private final Network network;

    /**
     * @param gigabits a second, of each node's link
     * @param milliseconds latency of one hop
     */
    public ScalingBenchmark(double gigabits, double milliseconds) {
        if (!(gigabits > 0) || Double.isInfinite(gigabits)) {
            throw InvalidInputException.of("bandwidth %s: must be more than 0 Gbit/s", gigabits);
        }
        if (!(milliseconds >= 0) || Double.isInfinite(milliseconds)) {
            throw InvalidInputException.of("latency %s: must be 0 ms or more", milliseconds);
        }
        this.network = new Network(gigabits, milliseconds);
    }

    @Override
    public String name() {
        return "scaling";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "round cost between two executors here, and an epoch of 10 million rows on more at %s Gbit/s, %s ms",
                network.gigabits(),
                network.milliseconds());
    }

    @Override
    public String master() {
        return "local-cluster[2,1,1024]";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<BenchResult> results = new ArrayList<>();
        List<Point> points = new ArrayList<>();
        point(new TrainingRuns(context, 1000), WORKERS[0]);
        for (int hidden : HIDDEN) {
            TrainingRuns runs = new TrainingRuns(context, hidden);
            for (int workers : WORKERS) {
                Point point = point(runs, workers);
                points.add(point);
                results.add(measured(point, new TreeMap<>()));
            }
        }
        RoundModel model = RoundModel.fit(points, CORES);
        TrainingRuns full = new TrainingRuns(context, CHECK[0]);
        Point check = point(full, CHECK[1]);
        double expected = model.here(check.workers(), check.bytes(), CORES);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("predicted", String.format(Locale.ROOT, "%.0f ms: not fitted, a check", expected * 1e3));
        notes.put("model", model.describe());
        results.add(measured(check, notes));
        double rate = rate(full);
        for (int executors : EXECUTORS) {
            results.add(prediction(model, executors, rate, check.bytes()));
        }
        for (double rows : SIZES) {
            results.add(most(model, rows, rate, check.bytes()));
        }
        return results;
    }

    private BenchResult measured(Point point, SortedMap<String, String> notes) {
        notes.put("megabytes", String.format(Locale.ROOT, "%.1f", point.bytes() * 1e-6));
        notes.put("workers", Integer.toString(point.workers()));
        notes.put("driver-ms", String.format(Locale.ROOT, "%.0f", point.driver() * 1e3));
        return new BenchResult(name(), point.seconds() * 1e3, "ms a round", null, null, new TreeMap<>(), notes);
    }

    private BenchResult prediction(RoundModel model, int executors, double rate, double bytes) {
        double steps = CORPUS / (executors * rate);
        double round = model.round(executors, bytes, network);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("executors", Integer.toString(executors));
        notes.put("round-seconds", String.format(Locale.ROOT, "%.2f", round));
        // So many batches between two averagings leave nine tenths of the time to the steps.
        notes.put(
                "batches-between-averagings-for-90-percent",
                String.format(Locale.ROOT, "%.0f", Math.ceil(9 * round * rate / TrainingRuns.BATCH)));
        notes.put("predicted", "from rounds measured here and the given network");
        double epoch = steps + round;
        return new BenchResult(
                name(), epoch, "s an epoch of 10 million rows", steps, steps / epoch, new TreeMap<>(), notes);
    }

    private BenchResult most(RoundModel model, double rows, double rate, double bytes) {
        int most = model.most(rows, rate, bytes, network);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put(
                "in-words",
                String.format(
                        Locale.ROOT,
                        "averaging once an epoch of %.0f rows stops paying beyond about %d executors: %.1f s an epoch,"
                                + " %.1f s on one",
                        rows,
                        most,
                        model.epoch(most, rows, rate, bytes, network),
                        model.epoch(1, rows, rate, bytes, network)));
        return new BenchResult(name(), most, "executors at most", null, null, new TreeMap<>(), notes);
    }

    /** Medians of rounds whose every worker takes one step of a few examples. */
    private static Point point(TrainingRuns runs, int workers) {
        TrainingRuns.Run run = runs.ours(runs.plan(ROUNDS, workers, 1), 4 * workers);
        return new Point(workers, bytes(runs), medianGap(run.ends()), medianGap(run.driver()));
    }

    private static double medianGap(List<Double> times) {
        double[] gaps = IntStream.range(1, times.size())
                .mapToDouble(i -> times.get(i) - times.get(i - 1))
                .sorted()
                .toArray();
        return gaps[gaps.length / 2];
    }

    /** Examples a second of one worker's steps. */
    private static double rate(TrainingRuns runs) {
        int rows = 3000;
        return 2 * rows / runs.ours(runs.plan(2, 1, 0), rows).stepSeconds();
    }

    /** Of parameters and optimizer state. */
    private static double bytes(TrainingRuns runs) {
        return 2.0 * Float.BYTES * runs.parameters();
    }
}
