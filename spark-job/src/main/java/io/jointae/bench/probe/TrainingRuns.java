package io.jointae.bench.probe;

import com.sun.management.OperatingSystemMXBean;
import io.jointae.model.EpochRecord;
import io.jointae.model.LayerUpdaters;
import io.jointae.model.Networks;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.train.averaging.AveragingMaster;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Training of made rows on Spark, timed without the reading of the data: what several benchmarks share. */
public final class TrainingRuns {

    public static final int WIDTH = 784;
    public static final int BATCH = 100;
    public static final double RATE = 1e-3;
    static final double NOISE = 0.5;

    private final JavaSparkContext context;
    private final Architecture architecture;

    /** @param hidden units of each of two layers */
    public TrainingRuns(JavaSparkContext context, int hidden) {
        this.context = context;
        this.architecture =
                Architecture.paper(WIDTH, 2, LayerSpec.plain(hidden).withCorruption(Corruption.gaussian(NOISE)));
    }

    public Architecture architecture() {
        return architecture;
    }

    /** A joint plan; nothing is evaluated. */
    public TrainingPlan plan(int epochs, int workers, int frequency) {
        Phase phase = new Phase("joint", Objective.joint(2, true), epochs, Collections.nCopies(2, RATE));
        Averaging averaging = new Averaging(workers, frequency, Averaging.State.AVERAGE);
        return new TrainingPlan(
                "bench", architecture, List.of(phase), new StepSettings(Updater.RMSPROP, BATCH, true, 1), averaging, 0);
    }

    /** Row {@code i} of the made data, uniform in [0, 1). */
    static float[] row(long i) {
        float[] row = new float[WIDTH];
        for (int u = 0; u < WIDTH; u++) {
            row[u] = (float) CounterRandom.uniform(i, u);
        }
        return row;
    }

    /** The first rows of the made data. */
    public static Examples examples(int rows) {
        Examples.Builder builder = new Examples.Builder(WIDTH);
        for (int i = 0; i < rows; i++) {
            builder.add(i, row(i), 0);
        }
        return builder.build();
    }

    /**
     * What a run took, the reading of the data not counted.
     *
     * @param ends of the rounds, in seconds after the first began
     * @param driver processor time that this process had taken by each of them, in seconds
     * @param stepSeconds spent in local steps, the slowest worker's, all rounds together
     */
    public record Run(List<Double> ends, List<Double> driver, double stepSeconds) {

        public double seconds() {
            return ends.get(ends.size() - 1);
        }

        /** Seconds a round that were no steps. */
        public double besideSteps() {
            return (seconds() - stepSeconds) / ends.size();
        }
    }

    /** Of the stack. */
    public int parameters() {
        return StackModel.initial(architecture, 1).parameters().length;
    }

    /** Trains by our master. */
    public Run ours(TrainingPlan plan, int rows) {
        return ours(plan, rows, AveragingMaster.ROUND_SECONDS);
    }

    /** @param roundSeconds about how long a round of a single worker lasts; one epoch at least */
    public Run ours(TrainingPlan plan, int rows, double roundSeconds) {
        List<Double> ends = new ArrayList<>();
        List<Double> driver = new ArrayList<>();
        double[] steps = new double[1];
        RunListener clock = new RunListener() {
            private long begin;

            @Override
            public void onStart(TrainingPlan given, TrainingState state) {
                begin = System.nanoTime();
            }

            @Override
            public void onEpochEnd(TrainingPlan given, TrainingState state, EpochRecord record) {
                steps[0] += rows / record.examplesPerSecond();
            }

            @Override
            public void onRoundEnd(TrainingPlan given, TrainingState state) {
                ends.add((System.nanoTime() - begin) * 1e-9);
                driver.add(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                                .getProcessCpuTime()
                        * 1e-9);
            }
        };
        AveragingMaster master =
                new AveragingMaster(plan, null, TrainingState.initial(plan), List.of(clock), roundSeconds);
        new SparkDl4jMultiLayer(context, network(), master)
                .fit(dataSets(rows, plan.averaging().workers(), 1));
        return new Run(ends, driver, steps[0]);
    }

    /** The stock master around our layer, averaging once an epoch. */
    public StockTraining stockOfOurLayer(int rows) {
        return new StockTraining(context, network(), dataSets(rows, 1, BATCH), rows / BATCH);
    }

    /** The stock master around DL4J's own layers. */
    public StockTraining stock(int rows, int workers, int frequency) {
        return new StockTraining(context, StockTraining.autoEncoder(), dataSets(rows, workers, BATCH), frequency);
    }

    private MultiLayerNetwork network() {
        return Networks.toNetwork(
                StackModel.initial(architecture, 1),
                LayerUpdaters.uniform(Updater.RMSPROP, RATE, architecture.depth()),
                1);
    }

    /** Made where they are used: row {@code i} on worker {@code i mod workers}. */
    private JavaRDD<DataSet> dataSets(int rows, int workers, int perDataSet) {
        List<Integer> partitions = new ArrayList<>();
        for (int k = 0; k < workers; k++) {
            partitions.add(k);
        }
        return context.parallelize(partitions, workers).flatMap(k -> {
            List<DataSet> sets = new ArrayList<>();
            int size = workers * perDataSet;
            for (int first = k; first < rows; first += size) {
                List<float[]> values = new ArrayList<>();
                for (int i = first; i < Math.min(rows, first + size); i += workers) {
                    values.add(row(i));
                }
                INDArray features = Nd4j.create(values.toArray(new float[0][]));
                sets.add(new DataSet(features, features));
            }
            return sets.iterator();
        });
    }
}
