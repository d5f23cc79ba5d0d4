package io.jointae.bench;

import io.jointae.model.Examples;
import io.jointae.model.Minibatch;
import io.jointae.model.Objective;
import io.jointae.model.Replica;
import io.jointae.model.StackedAutoEncoder;
import io.jointae.model.TrainingNoise;
import io.jointae.model.Updater;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What Spark costs: one worker's epochs under Spark against the plain loop, and dl4j-spark's stock master. */
public final class RoundBenchmark implements Benchmark {

    private static final int ROWS = 10_000;
    private static final int EPOCHS = 2;

    @Override
    public String name() {
        return "round";
    }

    @Override
    public String description() {
        return "one worker under Spark, averaging once an epoch, against the plain loop and the stock master";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        TrainingRuns runs = new TrainingRuns(context, 1000);
        int rows = Math.max(1000, (int) (ROWS * Math.min(1, scale)));
        int repetitions = Math.max(3, (int) Math.round(5 * scale));
        Examples examples = examples(rows);
        double[] ratios = new double[repetitions];
        double[] stock = new double[repetitions];
        plainLoop(runs, examples);
        runs.ours(runs.plan(1, 1, 0), rows);
        for (int r = 0; r < repetitions; r++) {
            double plain = plainLoop(runs, examples);
            List<Double> ours = runs.ours(runs.plan(EPOCHS, 1, 0), rows);
            double again = plainLoop(runs, examples);
            double spent = ours.get(ours.size() - 1) / EPOCHS;
            ratios[r] = spent / ((plain + again) / 2);
            stock[r] = runs.stock(rows) / spent;
        }
        Arrays.sort(ratios);
        Arrays.sort(stock);
        SortedMap<String, Double> peers = new TreeMap<>();
        peers.put("ParameterAveragingTrainingMaster", stock[repetitions / 2]);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("range", String.format(Locale.ROOT, "%.3f to %.3f", ratios[0], ratios[repetitions - 1]));
        notes.put("rows", Integer.toString(rows));
        return List.of(new BenchResult(
                name(), ratios[repetitions / 2], "x plain loop", 1.0, 1 / ratios[repetitions / 2], peers, notes));
    }

    /** Seconds of one epoch without Spark. */
    private static double plainLoop(TrainingRuns runs, Examples examples) {
        double[] rates = {1e-3, 1e-3};
        Replica replica = new Replica(runs.architecture(), Objective.joint(2, true), Updater.RMSPROP, rates);
        float[] parameters = StackedAutoEncoder.initial(runs.architecture(), 1).parameters();
        replica.set(parameters, Updater.RMSPROP.initialState(parameters.length));
        Minibatch batch = new Minibatch(examples, TrainingRuns.BATCH);
        long begin = System.nanoTime();
        int[] order = TrainingNoise.order(1, 0, 0, 0, examples.size());
        long noise = TrainingNoise.epoch(1, 0, 0);
        for (int from = 0; from < examples.size(); from += TrainingRuns.BATCH) {
            replica.step(batch.select(order, from, Math.min(examples.size(), from + TrainingRuns.BATCH)), noise);
        }
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static Examples examples(int rows) {
        Examples.Builder builder = new Examples.Builder(TrainingRuns.WIDTH);
        for (int i = 0; i < rows; i++) {
            builder.add(i, TrainingRuns.row(i), 0);
        }
        return builder.build();
    }
}
