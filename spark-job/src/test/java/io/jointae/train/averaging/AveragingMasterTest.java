package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.model.EpochRecord;
import io.jointae.model.Networks;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.testing.Bars;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Compares parameter averaging on Spark with training on one machine. */
public class AveragingMasterTest {

    private static final int WIDTH = 20;
    private static final int ROWS = 80;
    private static SparkSession spark;
    private static JavaSparkContext context;

    @BeforeAll
    public static void start() {
        spark = TestSessions.local();
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    @AfterAll
    public static void stop() {
        spark.stop();
    }

    public static TrainingPlan plan(
            Scheme scheme, int depth, Updater updater, int batch, Averaging averaging, boolean shuffle) {
        Architecture architecture =
                Architecture.paper(WIDTH, depth, LayerSpec.plain(12).withCorruption(Corruption.gaussian(0.3)));
        return new TrainingPlan(
                "test",
                architecture,
                scheme.phases(depth, 4, 0.05),
                new StepSettings(updater, batch, shuffle, 11),
                averaging,
                2);
    }

    /** Trains in a plain loop on one machine. Training on Spark with one worker must give the same parameters. */
    static float[] plainLoop(TrainingPlan plan, Examples examples) {
        float[] parameters =
                StackModel.initial(plan.architecture(), plan.seed()).parameters();
        for (int p = 0; p < plan.phases().size(); p++) {
            Phase phase = plan.phases().get(p);
            Replica replica =
                    new Replica(plan.architecture(), phase.objective(), plan.updater(), phase.learningRateArray());
            replica.set(parameters, new float[0]);
            Minibatch batch = new Minibatch(examples, plan.batchSize());
            for (int epoch = 0; epoch < phase.epochs(); epoch++) {
                int[] order = plan.shuffle()
                        ? RandomStreams.order(plan.seed(), p, epoch, 0, examples.size())
                        : RandomStreams.identity(examples.size());
                for (int from = 0; from < examples.size(); from += plan.batchSize()) {
                    int to = Math.min(examples.size(), from + plan.batchSize());
                    replica.step(batch.select(order, from, to), RandomStreams.corruptionKey(plan.seed(), p, epoch));
                }
            }
            parameters = replica.parameters();
        }
        return parameters;
    }

    public static float[] onSpark(TrainingPlan plan, List<float[]> rows, RunListener... listeners) {
        return onSpark(plan, rows, TrainingState.initial(plan), listeners);
    }

    public static float[] onSpark(
            TrainingPlan plan, List<float[]> rows, TrainingState start, RunListener... listeners) {
        int workers = plan.averaging().workers();
        JavaRDD<DataSet> train = TrainingFixtures.dealt(context, rows, workers);
        JavaRDD<DataSet> valid = TrainingFixtures.dealt(context, Bars.rows(30, WIDTH, 2), workers);
        MultiLayerNetwork network = Networks.toNetwork(
                new StackModel(plan.architecture(), start.parameters()), plan.lastUpdaters(), plan.seed());
        AveragingMaster master = new AveragingMaster(plan, valid, start, List.of(listeners));
        return new SparkDl4jMultiLayer(context, network, master)
                .fit(train)
                .params()
                .toFloatVector();
    }

    @Test
    void oneWorkerEqualsThePlainLoopBitForBit() {
        for (Scheme scheme : Scheme.values()) {
            TrainingPlan plan = plan(scheme, 2, Updater.RMSPROP, 25, Averaging.SINGLE, true);
            float[] plain = plainLoop(plan, TrainingFixtures.examples(ROWS, WIDTH, 1));
            float[] spark = onSpark(plan, Bars.rows(ROWS, WIDTH, 1));
            assertThat(spark).as("scheme %s", scheme).isEqualTo(plain);
        }
    }

    @Test
    void theExamplesPerSecondAreThoseOfTheWallClock() {
        double pauseSeconds = 0.05;
        for (int workers : new int[] {1, 4}) {
            Averaging averaging = new Averaging(workers, 3, Averaging.State.AVERAGE);
            TrainingPlan plan = plan(Scheme.J, 2, Updater.RMSPROP, 5, averaging, true);
            List<EpochRecord> epochs = new ArrayList<>();
            int[] rounds = new int[1];
            onSpark(plan, Bars.rows(ROWS, WIDTH, 1), new RunListener() {
                @Override
                public void onEpochEnd(TrainingPlan running, TrainingState state, EpochRecord record) {
                    epochs.add(record);
                }

                @Override
                public void onRoundEnd(TrainingPlan running, TrainingState state) {
                    rounds[0]++;
                    LockSupport.parkNanos((long) (pauseSeconds * 1e9));
                }
            });
            // The pause after the last round is not part of any epoch.
            double wallSeconds = epochs.stream()
                    .mapToDouble(epoch -> ROWS / epoch.examplesPerSecond())
                    .sum();
            assertThat(wallSeconds).as("%d workers", workers).isGreaterThan((rounds[0] - 1) * pauseSeconds);
            assertThat(epochs)
                    .allSatisfy(
                            epoch -> assertThat(epoch.examplesPerSecond()).isLessThan(epoch.stepExamplesPerSecond()));
        }
    }

    @Test
    void oneEpochOfMultiLayerNetworkFitGivesTheSameNumbers() {
        TrainingPlan joint = plan(Scheme.J, 2, Updater.RMSPROP, 20, Averaging.SINGLE, false);
        TrainingPlan plan = new TrainingPlan(
                "test",
                joint.architecture(),
                Scheme.J.phases(2, 1, 0.05),
                new StepSettings(Updater.RMSPROP, 20, false, 11),
                Averaging.SINGLE,
                0);
        float[] plain = plainLoop(plan, TrainingFixtures.examples(ROWS, WIDTH, 1));
        MultiLayerNetwork network =
                Networks.toNetwork(StackModel.initial(plan.architecture(), 11), plan.lastUpdaters(), 11);
        List<float[]> rows = Bars.rows(ROWS, WIDTH, 1);
        for (int from = 0; from < ROWS; from += 20) {
            INDArray batch = Nd4j.create(rows.subList(from, from + 20).toArray(new float[0][]));
            network.fit(new DataSet(batch, batch));
        }
        float[] fitted = network.params().toFloatVector();
        for (int i = 0; i < plain.length; i++) {
            assertThat(fitted[i]).as("parameter %d", i).isCloseTo(plain[i], within(2e-6f));
        }
    }

    @Test
    void twoWorkersThatAverageEveryBatchEqualOneWorkerWithTheWholeBatchUnderSgd() {
        TrainingPlan whole = plan(Scheme.J, 2, Updater.SGD, 20, Averaging.SINGLE, false);
        TrainingPlan halves = plan(Scheme.J, 2, Updater.SGD, 10, new Averaging(2, 1, Averaging.State.AVERAGE), false);
        List<float[]> rows = Bars.rows(ROWS, WIDTH, 1);
        float[] one = onSpark(whole, rows);
        float[] two = onSpark(halves, rows);
        for (int i = 0; i < one.length; i++) {
            assertThat(two[i]).as("parameter %d", i).isCloseTo(one[i], within(1e-5f));
        }
    }

    @Test
    void theAverageIsWeightedByTheNumberOfExamples() {
        // The workers have 3 and 2 rows. After one batch each, their average is one step by the mean gradient of all 5
        // rows.
        List<float[]> rows = Bars.rows(5, WIDTH, 1);
        Averaging every = new Averaging(2, 1, Averaging.State.AVERAGE);
        TrainingPlan two = oneEpoch(plan(Scheme.J, 1, Updater.SGD, 5, every, false));
        TrainingPlan one = oneEpoch(plan(Scheme.J, 1, Updater.SGD, 5, Averaging.SINGLE, false));
        float[] averaged = onSpark(two, rows);
        float[] together = onSpark(one, rows);
        for (int i = 0; i < averaged.length; i++) {
            assertThat(averaged[i]).as("parameter %d", i).isCloseTo(together[i], within(1e-6f));
        }
    }

    @Test
    void workersWithoutExamplesChangeNothing() {
        // Nine of the 12 workers have no rows, and 12 workers exceed the fan-in of one average.
        List<float[]> rows = Bars.rows(3, WIDTH, 1);
        Averaging twelve = new Averaging(12, 0, Averaging.State.AVERAGE);
        Averaging three = new Averaging(3, 0, Averaging.State.AVERAGE);
        float[] many = onSpark(oneEpoch(plan(Scheme.J, 1, Updater.SGD, 5, twelve, false)), rows);
        float[] few = onSpark(oneEpoch(plan(Scheme.J, 1, Updater.SGD, 5, three, false)), rows);
        for (int i = 0; i < many.length; i++) {
            assertThat(many[i]).as("parameter %d", i).isCloseTo(few[i], within(1e-6f));
        }
    }

    @Test
    void optimizerStatesThatWorkersKeepGiveOtherNumbersThanAveragedStates() {
        List<float[]> rows = Bars.rows(ROWS, WIDTH, 1);
        TrainingPlan kept = plan(Scheme.J, 2, Updater.RMSPROP, 10, new Averaging(2, 1, Averaging.State.KEEP), true);
        TrainingPlan averaged =
                plan(Scheme.J, 2, Updater.RMSPROP, 10, new Averaging(2, 1, Averaging.State.AVERAGE), true);
        assertThat(onSpark(kept, rows)).isEqualTo(onSpark(kept, rows));
        assertThat(onSpark(kept, rows)).isNotEqualTo(onSpark(averaged, rows));
    }

    @Test
    void twoEqualRunsGiveTheSameNumbersForAnyNumberOfWorkers() {
        List<float[]> rows = Bars.rows(ROWS, WIDTH, 1);
        for (int workers : new int[] {1, 3, 12}) {
            TrainingPlan plan =
                    plan(Scheme.UJ, 2, Updater.RMSPROP, 10, new Averaging(workers, 2, Averaging.State.AVERAGE), true);
            assertThat(onSpark(plan, rows)).as("%d workers", workers).isEqualTo(onSpark(plan, rows));
        }
    }

    @Test
    void averagingOnTheExecutorsGivesTheNumbersOfTheDriver() {
        List<float[]> rows = Bars.rows(ROWS, WIDTH, 1);
        for (Averaging.State state : Averaging.State.values()) {
            TrainingPlan plan = plan(Scheme.J, 2, Updater.RMSPROP, 10, new Averaging(3, 2, state), true);
            float[] onDriver = onSpark(plan, rows);
            context.sc().conf().set(AveragingRoad.LIMIT, "0");
            try {
                assertThat(onSpark(plan, rows)).as("optimizer state %s", state).isEqualTo(onDriver);
            } finally {
                context.sc().conf().remove(AveragingRoad.LIMIT);
            }
        }
    }

    @Test
    void theHistoryHasEveryEpochAndTheCleanCostsAtTheirInterval() {
        for (int workers : new int[] {1, 2}) {
            TrainingPlan plan =
                    plan(Scheme.L, 2, Updater.RMSPROP, 10, new Averaging(workers, 0, Averaging.State.AVERAGE), true);
            List<EpochRecord> seen = new ArrayList<>();
            onSpark(plan, Bars.rows(ROWS, WIDTH, 1), new RunListener() {
                @Override
                public void onEpochEnd(TrainingPlan p, TrainingState state, EpochRecord record) {
                    seen.add(record);
                }
            });
            assertThat(seen).extracting(EpochRecord::epoch).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
            assertThat(seen).extracting(EpochRecord::phase).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
            assertThat(seen).allSatisfy(record -> {
                assertThat(record.cost()).isPositive().isFinite();
                assertThat(record.valid() != null).isEqualTo(record.epoch() % 2 == 0);
            });
        }
    }

    @Test
    void thePartitioningOfTheRowsDoesNotChangeTheNumbers() {
        List<float[]> rows = Bars.rows(ROWS, WIDTH, 1);
        TrainingPlan plan = plan(Scheme.J, 2, Updater.RMSPROP, 10, new Averaging(3, 2, Averaging.State.AVERAGE), true);
        float[] dealt = onSpark(plan, rows);
        // Each data set has several rows. Some partitions are empty, and none has the rows of exactly one worker.
        List<DataSet> sets = new ArrayList<>();
        for (int from = 0; from < ROWS; from += 16) {
            INDArray features = Nd4j.create(rows.subList(from, from + 16).toArray(new float[0][]));
            sets.add(new DataSet(features, features));
        }
        for (int partitions : new int[] {2, 7}) {
            assertThat(fit(plan, network -> network.fit(context.parallelize(sets, partitions))))
                    .as("%d partitions", partitions)
                    .isEqualTo(dealt);
        }
    }

    @Test
    void storedDataSetsGiveTheSameNumbersAsRowsInMemory(@TempDir Path folder) throws IOException {
        List<float[]> rows = Bars.rows(ROWS, WIDTH, 1);
        TrainingPlan plan = plan(Scheme.J, 2, Updater.RMSPROP, 10, new Averaging(3, 2, Averaging.State.AVERAGE), true);
        List<String> paths = new ArrayList<>();
        for (int from = 0; from < ROWS; from += 16) {
            INDArray features = Nd4j.create(rows.subList(from, from + 16).toArray(new float[0][]));
            Path file = folder.resolve("set-" + from);
            new DataSet(features, features).save(file.toFile());
            paths.add(file.toUri().toString());
        }
        assertThat(fit(plan, network -> network.fitPaths(context.parallelize(paths, 2))))
                .isEqualTo(onSpark(plan, rows));
    }

    @Test
    void rowsOfAnotherWidthAndAnEmptyDatasetAreRefused() {
        TrainingPlan plan = plan(Scheme.J, 1, Updater.SGD, 5, new Averaging(2, 0, Averaging.State.AVERAGE), true);

        assertThatThrownBy(() -> fit(
                        plan, network -> network.fit(TrainingFixtures.dealt(context, Bars.rows(8, WIDTH + 1, 1), 2))))
                .hasStackTraceContaining("features of shape [1, 21] where the stack has 20 inputs");
        assertThatThrownBy(() -> fit(plan, network -> network.fit(TrainingFixtures.dealt(context, List.of(), 2))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no training examples");
    }

    @Test
    void dl4jListenersReceiveTheCostOfEveryEpoch() {
        TrainingPlan plan = plan(Scheme.L, 2, Updater.RMSPROP, 10, Averaging.SINGLE, true);
        CollectScoresIterationListener scores = new CollectScoresIterationListener(1);
        List<Double> costs = new ArrayList<>();
        TrainingState start = TrainingState.initial(plan);
        AveragingMaster master = new AveragingMaster(plan, null, start, List.of(new RunListener() {
            @Override
            public void onEpochEnd(TrainingPlan p, TrainingState state, EpochRecord record) {
                costs.add(record.cost());
            }
        }));
        master.setListeners(List.of(scores));
        new SparkDl4jMultiLayer(context, network(plan, start), master)
                .fit(TrainingFixtures.dealt(context, Bars.rows(ROWS, WIDTH, 1), 1));

        assertThat(scores.getScoreVsIter().getEffectiveScores())
                .containsExactly(costs.stream().mapToDouble(Double::doubleValue).toArray());
        assertThat(costs).hasSize(8);
    }

    private static float[] fit(TrainingPlan plan, Function<SparkDl4jMultiLayer, MultiLayerNetwork> fit) {
        TrainingState start = TrainingState.initial(plan);
        AveragingMaster master = new AveragingMaster(plan, null, start, List.of());
        return fit.apply(new SparkDl4jMultiLayer(context, network(plan, start), master))
                .params()
                .toFloatVector();
    }

    private static MultiLayerNetwork network(TrainingPlan plan, TrainingState start) {
        return Networks.toNetwork(
                new StackModel(plan.architecture(), start.parameters()), plan.lastUpdaters(), plan.seed());
    }

    private static TrainingPlan oneEpoch(TrainingPlan plan) {
        return new TrainingPlan(
                plan.name(),
                plan.architecture(),
                Scheme.J.phases(plan.architecture().depth(), 1, 0.05),
                plan.steps(),
                plan.averaging(),
                0);
    }
}
