package io.jointae.bench;

import io.jointae.bench.RoundFit.MeasuredRound;
import io.jointae.bench.probe.TrainingRuns;
import io.jointae.train.averaging.AveragingRoad;
import io.jointae.train.plan.Averaging;
import io.jointae.train.scaling.ClusterNetwork;
import io.jointae.train.scaling.RoundCosts;
import io.jointae.train.scaling.TimeToQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the time of rounds between two executor processes on this machine, for several numbers of parameters and
 * workers, and fits {@link RoundCosts} to them. The fit then predicts the time of an epoch on more executors. A
 * further round, which the model is not fitted to, checks its prediction.
 */
public final class ScalingBenchmark implements Benchmark {

    private static final int[] HIDDEN = {100, 500, 1000};
    private static final int[] WORKERS = {10, 16, 24};

    /** The hidden units of the round that checks the costs. */
    private static final int CHECK_HIDDEN = 1000;

    /** The workers of the round that checks the costs. */
    private static final int CHECK_WORKERS = 32;

    /** The number of cores of the two executors together. */
    private static final int CORES = 2;

    /** The numbers of executors for which the benchmark predicts the time of an epoch. */
    private static final int[] EXECUTORS = {1, 10, 100, 1000};

    /** The number of rounds per measurement. */
    private static final int ROUNDS = 7;

    /** The number of rows of the predicted epochs. */
    private static final double EPOCH_ROWS = 1e7;

    /** The numbers of rows for which the benchmark predicts how many executors pay. */
    private static final double[] ROW_COUNTS = {1e4, 1e6, 1e7, 1e9};

    private final ClusterNetwork network;

    /**
     * Creates the benchmark.
     *
     * @param network the assumed network between the executors
     */
    public ScalingBenchmark(ClusterNetwork network) {
        this.network = network;
    }

    /** The executor processes that rounds are measured on. */
    public static final String MASTER = "local-cluster[2,1,1024]";

    @Override
    public String name() {
        return "scaling";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "rounds between two executors on this machine, and predicted epochs of 10 million rows"
                        + " on more executors at %s Gbit/s and %s ms",
                network.gigabits(),
                network.milliseconds());
    }

    @Override
    public String master() {
        return MASTER;
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<MeasuredRound> rounds = measuredRounds(spark);
        List<BenchResult> results = new ArrayList<>();
        rounds.forEach(round -> results.add(result(round, new TreeMap<>())));
        RoundCosts costs = RoundFit.of(rounds, CORES);
        TrainingRuns full = new TrainingRuns(context, CHECK_HIDDEN);
        MeasuredRound check = measure(full, CHECK_WORKERS);
        double expected = costs.secondsOnSharedCores(check.workers(), check.bytes(), CORES);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put(
                "predicted",
                String.format(
                        Locale.ROOT,
                        "%.0f ms (this round checks the model, which is not fitted to it)",
                        expected * 1e3));
        notes.put("model", costs.describe());
        results.add(result(check, notes));
        double rate = rate(full);
        for (int executors : EXECUTORS) {
            results.add(prediction(costs, executors, rate, check.bytes()));
        }
        for (double rows : ROW_COUNTS) {
            results.add(usefulExecutors(costs, rows, rate, check.bytes()));
        }
        return results;
    }

    /**
     * Measures rounds and returns the costs that fit them best.
     *
     * @param spark a session on {@link #MASTER}
     */
    public static RoundCosts measureRounds(SparkSession spark) {
        return RoundFit.of(measuredRounds(spark), CORES);
    }

    /** Returns the rounds of every number of parameters and workers. */
    private static List<MeasuredRound> measuredRounds(SparkSession spark) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        // The model describes rounds that average on the executors, as those of large models do.
        spark.sparkContext().conf().set(AveragingRoad.LIMIT, "0");
        List<MeasuredRound> rounds = new ArrayList<>();
        measure(new TrainingRuns(context, 1000), WORKERS[0]);
        for (int hidden : HIDDEN) {
            TrainingRuns runs = new TrainingRuns(context, hidden);
            for (int workers : WORKERS) {
                rounds.add(measure(runs, workers));
            }
        }
        return rounds;
    }

    /** Returns the result of one measured round. */
    private BenchResult result(MeasuredRound round, SortedMap<String, String> notes) {
        notes.put("megabytes", String.format(Locale.ROOT, "%.1f", round.bytes() * 1e-6));
        notes.put("workers", Integer.toString(round.workers()));
        notes.put("driver-ms", String.format(Locale.ROOT, "%.0f", round.driverSeconds() * 1e3));
        return new BenchResult(name(), round.seconds() * 1e3, "ms per round", null, null, new TreeMap<>(), notes);
    }

    /** Returns the predicted time of an epoch on a number of executors. */
    private BenchResult prediction(RoundCosts costs, int executors, double rate, double bytes) {
        double stepSeconds = EPOCH_ROWS / (executors * rate);
        double roundSeconds = costs.roundSeconds(executors, bytes, network);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("executors", Integer.toString(executors));
        notes.put("round-seconds", String.format(Locale.ROOT, "%.2f", roundSeconds));
        // With this many batches between two averagings, steps take nine tenths of the time.
        notes.put(
                "batches-between-averagings-for-90-percent",
                String.format(Locale.ROOT, "%.0f", Math.ceil(9 * roundSeconds * rate / TrainingRuns.BATCH)));
        notes.put("predicted", "from rounds on this machine and the given network");
        double epochSeconds = stepSeconds + roundSeconds;
        return new BenchResult(
                name(),
                epochSeconds,
                "s per epoch of 10 million rows",
                stepSeconds,
                stepSeconds / epochSeconds,
                new TreeMap<>(),
                notes);
    }

    /** Returns the predicted number of executors up to which more of them pay. */
    private BenchResult usefulExecutors(RoundCosts costs, double rows, double rate, double bytes) {
        TimeToQuality time = new TimeToQuality(
                (long) rows, TrainingRuns.BATCH, Averaging.SINGLE, TrainingRuns.BATCH / rate, bytes, costs, network);
        int executors = time.usefulWorkers();
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put(
                "explanation",
                String.format(
                        Locale.ROOT,
                        "with %.0f rows, up to about %d executors shorten the time to the cost of one executor;"
                                + " they take %.0f %% of its time, and an epoch takes %.1f s on them and %.1f s on one",
                        rows,
                        executors,
                        100 * time.relativeTime(executors),
                        time.epochSeconds(executors),
                        time.epochSeconds(1)));
        return new BenchResult(name(), executors, "executors that pay", null, null, new TreeMap<>(), notes);
    }

    /** Returns the medians of rounds in which every worker takes one step on a few examples. */
    private static MeasuredRound measure(TrainingRuns runs, int workers) {
        TrainingRuns.RunTimings run = runs.train(runs.plan(ROUNDS, workers, 1), 4 * workers);
        return new MeasuredRound(
                workers, bytes(runs), medianDifference(run.roundEnds()), medianDifference(run.driverCpuTimes()));
    }

    /** Returns the median of the differences between consecutive times. */
    private static double medianDifference(List<Double> times) {
        double[] differences = IntStream.range(1, times.size())
                .mapToDouble(i -> times.get(i) - times.get(i - 1))
                .sorted()
                .toArray();
        return differences[differences.length / 2];
    }

    /** Returns the examples per second of one worker, counting only the time of its steps. */
    private static double rate(TrainingRuns runs) {
        int rows = 3000;
        return 2 * rows / runs.train(runs.plan(2, 1, 0), rows).stepSeconds();
    }

    /** Returns the size of parameters and optimizer state in bytes. */
    private static double bytes(TrainingRuns runs) {
        return 2.0 * Float.BYTES * runs.parameterCount();
    }
}
