package io.jointae.bench;

import io.jointae.bench.probe.StockTraining;
import io.jointae.bench.probe.TrainingRuns;
import io.jointae.stack.Examples;
import io.jointae.stack.Objective;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the overhead of Spark. It compares the epochs of one worker on Spark, one round per epoch, with the same
 * epochs in a plain loop and with DL4J's own training master. The times begin with the rows in memory and end with the
 * trained parameters on the driver.
 */
public final class RoundBenchmark implements Benchmark {

    private static final int ROWS = 10_000;
    private static final int EPOCHS = 2;

    @Override
    public String name() {
        return "round";
    }

    @Override
    public String description() {
        return "one worker on Spark, averaging once per epoch, compared with a plain loop and DL4J's training master";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        TrainingRuns runs = new TrainingRuns(JavaSparkContext.fromSparkContext(spark.sparkContext()), 1000);
        int rows = Math.max(1000, (int) (ROWS * Math.min(1, scale)));
        int repetitions = Math.max(3, (int) Math.round(5 * scale));
        Examples examples = TrainingRuns.examples(rows);
        double[] ratios = new double[repetitions];
        double[] secondsPerRound = new double[repetitions];
        double[] overheads = new double[repetitions];
        plainLoop(runs, examples);
        runs.train(runs.plan(EPOCHS, 1, 0), rows);
        double before = plainLoop(runs, examples);
        for (int r = 0; r < repetitions; r++) {
            TrainingRuns.RunTimings run = runs.train(runs.plan(EPOCHS, 1, 0), rows);
            double after = plainLoop(runs, examples);
            secondsPerRound[r] = run.totalSeconds() / EPOCHS;
            ratios[r] = run.totalSeconds() / ((before + after) / 2);
            overheads[r] = run.overheadSecondsPerRound();
            before = after;
        }
        SortedMap<String, Double> peers = peers(runs, rows, repetitions);
        List.of(ratios, secondsPerRound, overheads).forEach(Arrays::sort);
        int middle = repetitions / 2;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("range", String.format(Locale.ROOT, "%.3f to %.3f", ratios[0], ratios[repetitions - 1]));
        notes.put("rows", Integer.toString(rows));
        notes.put("seconds-per-round", String.format(Locale.ROOT, "%.2f", secondsPerRound[middle]));
        notes.put("overhead-ms-per-round", String.format(Locale.ROOT, "%.0f", overheads[middle] * 1e3));
        return List.of(new BenchResult(
                name(), ratios[middle], "x the time of a plain loop", 1.0, 1 / ratios[middle], peers, notes));
    }

    /** Returns the medians of the time per epoch of DL4J's master divided by ours, measured in alternation. */
    private static SortedMap<String, Double> peers(TrainingRuns runs, int rows, int repetitions) {
        int batchesPerEpoch = rows / TrainingRuns.BATCH;
        SortedMap<String, Double> peers = new TreeMap<>();
        try (StockTraining ourLayer = runs.stockMasterWithOurLayer(rows);
                StockTraining stockLayers = runs.stockMaster(rows, 1, batchesPerEpoch)) {
            Map<String, StockTraining> stockRuns = new LinkedHashMap<>();
            stockRuns.put("DL4J's training master with jointae's layer", ourLayer);
            stockRuns.put("DL4J's training master with DL4J's layers", stockLayers);
            Map<String, double[]> ratios = new LinkedHashMap<>();
            for (int r = 0; r < repetitions; r++) {
                double ourEpoch = runs.train(runs.plan(EPOCHS, 1, 0), rows).totalSeconds() / EPOCHS;
                for (Map.Entry<String, StockTraining> entry : stockRuns.entrySet()) {
                    ratios.computeIfAbsent(entry.getKey(), name -> new double[repetitions])[r] =
                            entry.getValue().epochSeconds() / ourEpoch;
                }
            }
            ratios.forEach((name, values) -> {
                Arrays.sort(values);
                peers.put(name, values[repetitions / 2]);
            });
        }
        return peers;
    }

    /** Returns the seconds of {@link #EPOCHS} epochs without Spark. */
    private static double plainLoop(TrainingRuns runs, Examples examples) {
        float[] parameters = StackModel.initial(runs.architecture(), 1).parameters();
        long begin = System.nanoTime();
        double[] rates = {TrainingRuns.RATE, TrainingRuns.RATE};
        Replica replica = new Replica(runs.architecture(), Objective.joint(2, true), Updater.RMSPROP, rates);
        replica.set(parameters, new float[0]);
        Minibatch batch = new Minibatch(examples, TrainingRuns.BATCH);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            int[] order = RandomStreams.order(1, 0, epoch, 0, examples.size());
            long noise = RandomStreams.corruptionKey(1, 0, epoch);
            for (int from = 0; from < examples.size(); from += TrainingRuns.BATCH) {
                int to = Math.min(examples.size(), from + TrainingRuns.BATCH);
                replica.step(batch.select(order, from, to), noise);
            }
        }
        replica.parameters();
        return (System.nanoTime() - begin) * 1e-9;
    }
}
