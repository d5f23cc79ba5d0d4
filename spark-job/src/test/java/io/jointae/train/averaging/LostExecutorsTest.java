package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.Updater;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.listener.Checkpoints;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.RowOrder;
import io.jointae.train.shard.Shard;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors that are lost during training do not change a bit of the parameters, and lose at most the states since the last
 * stored one.
 */
@Tag("cluster")
@Tag("spark-4")
class LostExecutorsTest {

    @TempDir
    static Path folder;

    private static DisturbedTraining training;

    @BeforeAll
    static void start() throws Exception {
        training = new DisturbedTraining(folder);
    }

    @AfterAll
    static void stop() {
        training.close();
    }

    @Test
    void aLostExecutorDoesNotLoseTheStatesThatWorkersKeep() throws Exception {
        TrainingPlan plan = DisturbedTraining.plan(Averaging.State.KEEP);
        DisturbedTraining.Ended ended =
                DisturbedTraining.train(training.cluster().context(), plan, task -> {}, List.of(), (round, state) -> {
                    if (round == 3) {
                        training.cluster().killOldest();
                        training.cluster().start();
                    }
                });

        assertThat(ended.parameters()).isEqualTo(training.expected(Averaging.State.KEEP));
        assertThat(ended.roundsFromEarlierStates()).isZero();
    }

    @Test
    void whenAllExecutorsAreLostTrainingGoesOnFromTheLastStoredState() throws Exception {
        TrainingPlan plan = DisturbedTraining.plan(Averaging.State.KEEP);
        for (boolean stored : new boolean[] {true, false}) {
            Checkpoints checkpoints = new Checkpoints(
                    new Configuration(),
                    new org.apache.hadoop.fs.Path(folder.resolve("run").toUri()),
                    new TreeMap<>(),
                    0);
            DisturbedTraining.Ended ended = DisturbedTraining.train(
                    training.cluster().context(),
                    plan,
                    task -> {},
                    stored ? List.of(checkpoints) : List.of(),
                    (round, state) -> {
                        if (round == 3 && stored) {
                            checkpoints.write(state);
                        }
                        if (round == 5) {
                            training.cluster().killOldest();
                            training.cluster().killOldest();
                            training.cluster().start();
                            training.cluster().start();
                        }
                    });

            assertThat(ended.parameters()).as("stored: %s", stored).isEqualTo(training.expected(Averaging.State.KEEP));
            assertThat(ended.roundsFromEarlierStates()).isEqualTo(1);
        }
    }

    @Test
    void executorsGiveTheParametersOfOneProcess() throws Exception {
        for (Averaging.State state : Averaging.State.values()) {
            assertThat(DisturbedTraining.train(
                                    training.cluster().context(),
                                    DisturbedTraining.plan(state),
                                    task -> {},
                                    List.of(),
                                    (round, after) -> {})
                            .parameters())
                    .isEqualTo(training.expected(state));
        }
    }

    @Test
    void aSingleWorkerWhoseExecutorIsLostReceivesItsNumbersAgain() throws Exception {
        TrainingPlan plan = AveragingRuns.plan(Scheme.J, 2, Updater.RMSPROP, 5, Averaging.SINGLE, true);
        float[] expected = trainSingle(plan, round -> {});
        float[] disturbed = trainSingle(plan, round -> {
            if (round == 2) {
                training.cluster().killOldest();
                training.cluster().killOldest();
                training.cluster().start();
                training.cluster().start();
            }
        });

        assertThat(disturbed).isEqualTo(expected);
    }

    private interface BetweenEpochs {
        void after(int round) throws Exception;
    }

    private static float[] trainSingle(TrainingPlan plan, BetweenEpochs between) throws Exception {
        JavaSparkContext context = training.cluster().context();
        Broadcast<PhaseWorker> worker = context.broadcast(new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED));
        JavaRDD<Shard> shard = context.parallelize(List.of(0), 1)
                .map(k -> Shard.inMemory(
                        0,
                        TrainingFixtures.examples(40, DisturbedTraining.WIDTH, 1),
                        TrainingFixtures.examples(0, DisturbedTraining.WIDTH, 1)));
        try (RoundExchange exchange = new RoundExchange(context, plan, List.of(), Optional.empty())) {
            // Every round has one epoch.
            Rounds rounds = new Rounds(plan, shard, worker, 8, 0, StopAfter.NEVER, exchange);
            TrainingState state = TrainingState.initial(plan);
            for (int round = 1; !state.finished(plan); round++) {
                state = rounds.next(state);
                between.after(round);
            }
            return state.parameters();
        }
    }
}
