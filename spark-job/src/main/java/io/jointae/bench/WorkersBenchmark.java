package io.jointae.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Two workers on two cores against one: examples a second, averaging once an epoch. */
public final class WorkersBenchmark implements Benchmark {

    private static final int ROWS = 10_000;
    private static final int EPOCHS = 3;

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
        double[] rates = new double[repetitions];
        seconds(runs, rows, 2);
        for (int r = 0; r < repetitions; r++) {
            double one = seconds(runs, rows, 1);
            double two = seconds(runs, rows, 2);
            ratios[r] = one / two;
            rates[r] = rows * (double) EPOCHS / two;
        }
        Arrays.sort(ratios);
        Arrays.sort(rates);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("range", String.format(Locale.ROOT, "%.2f to %.2f", ratios[0], ratios[repetitions - 1]));
        notes.put("examples-per-second", String.format(Locale.ROOT, "%.0f", rates[repetitions / 2]));
        double ratio = ratios[repetitions / 2];
        return List.of(new BenchResult(name(), ratio, "x one worker", 2.0, ratio / 2, new TreeMap<>(), notes));
    }

    private static double seconds(TrainingRuns runs, int rows, int workers) {
        List<Double> rounds = runs.ours(runs.plan(EPOCHS, workers, 0), rows);
        return rounds.get(rounds.size() - 1);
    }
}
