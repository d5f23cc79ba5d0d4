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
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times joint training of a two-layer DAE on Spark, on generated rows, and creates runs of DL4J's parameter averaging
 * on the same rows. The times do not include the generation of the rows.
 */
public final class TrainingRuns {

    /** The number of values per row. */
    public static final int WIDTH = 784;

    /** The number of examples per minibatch. */
    public static final int BATCH = 100;

    /** The learning rate. */
    public static final double RATE = 1e-3;

    /** The standard deviation of the Gaussian corruption. */
    static final double NOISE = 0.5;

    private final JavaSparkContext context;
    private final Architecture architecture;

    /**
     * Creates runs of a stack of {@link #WIDTH} inputs and two layers.
     *
     * @param context the Spark context
     * @param hidden the number of units per layer
     */
    public TrainingRuns(JavaSparkContext context, int hidden) {
        this.context = context;
        this.architecture =
                Architecture.paper(WIDTH, 2, LayerSpec.plain(hidden).withCorruption(Corruption.gaussian(NOISE)));
    }

    /** Returns the layers of the stack. */
    public Architecture architecture() {
        return architecture;
    }

    /**
     * Returns a plan of joint training without evaluations.
     *
     * @param epochs the number of epochs
     * @param workers the number of workers
     * @param averagingFrequency the number of minibatches per worker between two averagings; 0 averages once per epoch
     */
    public TrainingPlan plan(int epochs, int workers, int averagingFrequency) {
        Phase phase = new Phase("joint", Objective.joint(2, true), epochs, Collections.nCopies(2, RATE));
        Averaging averaging = new Averaging(workers, averagingFrequency, Averaging.State.AVERAGE);
        return new TrainingPlan(
                "bench", architecture, List.of(phase), new StepSettings(Updater.RMSPROP, BATCH, true, 1), averaging, 0);
    }

    /** Returns row {@code i} of the generated data, uniform in [0, 1). */
    static float[] row(long i) {
        float[] row = new float[WIDTH];
        for (int u = 0; u < WIDTH; u++) {
            row[u] = (float) CounterRandom.uniform(i, u);
        }
        return row;
    }

    /** Returns the first rows of the generated data. */
    public static Examples examples(int rows) {
        Examples.Builder builder = new Examples.Builder(WIDTH);
        for (int i = 0; i < rows; i++) {
            builder.add(i, row(i), 0);
        }
        return builder.build();
    }

    /**
     * The times of one training run, without the generation of the rows.
     *
     * @param roundEnds the end of every round, in seconds since the start of the first round
     * @param driverCpuTimes the processor time that the driver process had used at the end of every round, in seconds
     * @param stepSeconds the time that the slowest worker spent in training steps, summed over all rounds
     */
    public record RunTimings(List<Double> roundEnds, List<Double> driverCpuTimes, double stepSeconds) {

        /** Returns the time from the start of the first round to the end of the last round, in seconds. */
        public double totalSeconds() {
            return roundEnds.get(roundEnds.size() - 1);
        }

        /** Returns the mean time per round outside the training steps, in seconds. */
        public double overheadSecondsPerRound() {
            return (totalSeconds() - stepSeconds) / roundEnds.size();
        }
    }

    /** Returns the number of parameters of the stack. */
    public int parameterCount() {
        return StackModel.initial(architecture, 1).parameters().length;
    }

    /**
     * Trains with jointae's {@link AveragingMaster} and the default duration of a round.
     *
     * @param plan the plan of the run
     * @param rows the number of generated rows
     */
    public RunTimings train(TrainingPlan plan, int rows) {
        return train(plan, rows, AveragingMaster.ROUND_SECONDS);
    }

    /**
     * Trains with jointae's {@link AveragingMaster}.
     *
     * @param plan the plan of the run
     * @param rows the number of generated rows
     * @param roundSeconds the intended duration of a round of a single worker; a round lasts at least one epoch
     */
    public RunTimings train(TrainingPlan plan, int rows, double roundSeconds) {
        List<Double> roundEnds = new ArrayList<>();
        List<Double> driverCpuTimes = new ArrayList<>();
        double[] stepSeconds = new double[1];
        RunListener clock = new RunListener() {
            private long begin;

            @Override
            public void onStart(TrainingPlan runningPlan, TrainingState state) {
                begin = System.nanoTime();
            }

            @Override
            public void onEpochEnd(TrainingPlan runningPlan, TrainingState state, EpochRecord record) {
                stepSeconds[0] += rows / record.stepExamplesPerSecond();
            }

            @Override
            public void onRoundEnd(TrainingPlan runningPlan, TrainingState state) {
                roundEnds.add((System.nanoTime() - begin) * 1e-9);
                driverCpuTimes.add(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                                .getProcessCpuTime()
                        * 1e-9);
            }
        };
        AveragingMaster master =
                new AveragingMaster(plan, null, TrainingState.initial(plan), List.of(clock), roundSeconds);
        new SparkDl4jMultiLayer(context, network(), master)
                .fit(generatedDataSets(rows, plan.averaging().workers(), 1));
        return new RunTimings(roundEnds, driverCpuTimes, stepSeconds[0]);
    }

    /**
     * Returns a run of DL4J's training master with jointae's layer and one worker, which averages once per epoch.
     *
     * @param rows the number of generated rows
     */
    public StockTraining stockMasterWithOurLayer(int rows) {
        return new StockTraining(context, network(), generatedDataSets(rows, 1, BATCH), rows / BATCH);
    }

    /**
     * Returns a run of DL4J's training master with DL4J's own layers.
     *
     * @param rows the number of generated rows
     * @param workers the number of workers
     * @param averagingFrequency the number of minibatches per worker between two averagings
     */
    public StockTraining stockMaster(int rows, int workers, int averagingFrequency) {
        return new StockTraining(
                context, StockTraining.autoEncoder(), generatedDataSets(rows, workers, BATCH), averagingFrequency);
    }

    private MultiLayerNetwork network() {
        return Networks.toNetwork(
                StackModel.initial(architecture, 1),
                LayerUpdaters.uniform(Updater.RMSPROP, RATE, architecture.depth()),
                1);
    }

    /** Returns data sets that the workers generate themselves; row {@code i} is on worker {@code i mod workers}. */
    private JavaRDD<DataSet> generatedDataSets(int rows, int workers, int rowsPerDataSet) {
        List<Integer> partitions = new ArrayList<>();
        for (int k = 0; k < workers; k++) {
            partitions.add(k);
        }
        int stride = workers * rowsPerDataSet;
        // The sets are generated while they are consumed, so the rows may be more than fit into memory.
        return context.parallelize(partitions, workers)
                .flatMap(k -> IntStream.iterate(k, first -> first < rows, first -> first + stride)
                        .mapToObj(first -> dataSet(first, Math.min(rows, first + stride), workers))
                        .iterator());
    }

    /** Returns the rows {@code first, first + step, ...} below {@code end} as one set. */
    private static DataSet dataSet(int first, int end, int step) {
        List<float[]> values = new ArrayList<>();
        for (int i = first; i < end; i += step) {
            values.add(row(i));
        }
        INDArray features = Nd4j.create(values.toArray(new float[0][]));
        return new DataSet(features, features);
    }
}
