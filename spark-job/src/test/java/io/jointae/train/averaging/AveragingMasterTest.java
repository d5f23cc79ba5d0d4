package io.jointae.train.averaging;

import static io.jointae.train.averaging.AveragingRuns.ROWS;
import static io.jointae.train.averaging.AveragingRuns.WIDTH;
import static io.jointae.train.averaging.AveragingRuns.context;
import static io.jointae.train.averaging.AveragingRuns.fit;
import static io.jointae.train.averaging.AveragingRuns.network;
import static io.jointae.train.averaging.AveragingRuns.onSpark;
import static io.jointae.train.averaging.AveragingRuns.plainLoop;
import static io.jointae.train.averaging.AveragingRuns.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.model.EpochRecord;
import io.jointae.model.Networks;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.testing.Bars;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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

/** Training on Spark through the training master of dl4j-spark gives the numbers of a plain loop on one machine. */
class AveragingMasterTest {

    @BeforeAll
    static void start() {
        AveragingRuns.start();
    }

    @AfterAll
    static void stop() {
        AveragingRuns.stop();
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
            assertThat(fit(plan, network -> network.fit(context().parallelize(sets, partitions))))
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
        assertThat(fit(plan, network -> network.fitPaths(context().parallelize(paths, 2))))
                .isEqualTo(onSpark(plan, rows));
    }

    @Test
    void rowsOfAnotherWidthAndAnEmptyDatasetAreRefused() {
        TrainingPlan plan = plan(Scheme.J, 1, Updater.SGD, 5, new Averaging(2, 0, Averaging.State.AVERAGE), true);

        assertThatThrownBy(() -> fit(
                        plan, network -> network.fit(TrainingFixtures.dealt(context(), Bars.rows(8, WIDTH + 1, 1), 2))))
                .hasStackTraceContaining("features of shape [1, 21] where the stack has 20 inputs");
        assertThatThrownBy(() -> fit(plan, network -> network.fit(TrainingFixtures.dealt(context(), List.of(), 2))))
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
        new SparkDl4jMultiLayer(context(), network(plan, start), master)
                .fit(TrainingFixtures.dealt(context(), Bars.rows(ROWS, WIDTH, 1), 1));

        assertThat(scores.getScoreVsIter().getEffectiveScores())
                .containsExactly(costs.stream().mapToDouble(Double::doubleValue).toArray());
        assertThat(costs).hasSize(8);
    }
}
