package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.Updater;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.listener.Checkpoints;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.RowOrder;
import io.jointae.train.shard.Shard;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Second attempts of slow tasks, retries of failed tasks and lost executors must not change a bit of the parameters: each
 * worker counts once in every average.
 */
@Tag("cluster")
class DisturbedRoundsTest {

    private static final int WIDTH = 20;
    private static final int WORKERS = 4;

    @TempDir
    static Path folder;

    /** The parameters of a session of one process, which nothing disturbs. */
    private static final Map<Averaging.State, float[]> EXPECTED = new EnumMap<>(Averaging.State.class);

    private static LoopbackCluster cluster;

    /** Counts what disturbed the tasks. */
    private static final class Disturbances extends SparkListener {
        private final AtomicInteger speculative = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            if (start.taskInfo().speculative()) {
                speculative.incrementAndGet();
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskInfo().failed()) {
                failed.incrementAndGet();
            }
        }
    }

    /** A disturbance of the tasks of a round. */
    @FunctionalInterface
    private interface Disturbance extends Serializable {
        void before(TaskContext task);
    }

    @BeforeAll
    static void start() throws Exception {
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            for (Averaging.State state : Averaging.State.values()) {
                EXPECTED.put(
                        state,
                        train(context, plan(state), task -> {}, List.of(), (round, after) -> {})
                                .parameters());
            }
        }
        cluster = new LoopbackCluster(
                new SparkConf(false)
                        .set("spark.task.maxFailures", "12")
                        .set("spark.speculation", "true")
                        .set("spark.speculation.interval", "20ms")
                        .set("spark.speculation.quantile", "0.25")
                        .set("spark.speculation.multiplier", "1.1")
                        .set("spark.speculation.minTaskRuntime", "50ms"),
                folder);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static TrainingPlan plan(Averaging.State state) {
        TrainingPlan plan =
                AveragingMasterTest.plan(Scheme.J, 2, Updater.RMSPROP, 5, new Averaging(WORKERS, 2, state), true);
        return new TrainingPlan(
                plan.name(), plan.architecture(), Scheme.J.phases(2, 2, 0.05), plan.steps(), plan.averaging(), 0);
    }

    private static JavaRDD<Shard> shards(JavaSparkContext context, Disturbance disturbance) {
        return context.parallelize(IntStream.range(0, WORKERS).boxed().toList(), WORKERS)
                .map(k -> {
                    disturbance.before(TaskContext.get());
                    return Shard.inMemory(
                            k, TrainingFixtures.examples(20 + k, WIDTH, k), TrainingFixtures.examples(0, WIDTH, 1));
                });
    }

    /** Something that happens between two rounds. */
    @FunctionalInterface
    private interface BetweenRounds {
        void after(int round, TrainingState state) throws Exception;
    }

    private record Ended(float[] parameters, int roundsFromEarlierStates) {}

    private static Ended train(
            JavaSparkContext context,
            TrainingPlan plan,
            Disturbance disturbance,
            List<RunListener> listeners,
            BetweenRounds between)
            throws Exception {
        Broadcast<PhaseWorker> worker = context.broadcast(new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED));
        try (RoundExchange exchange = new RoundExchange(context, plan, listeners)) {
            Rounds rounds = new Rounds(plan, shards(context, disturbance), worker, 5, 4, StopAfter.NEVER, exchange);
            TrainingState state = TrainingState.initial(plan);
            int earlier = 0;
            for (int round = 1; !state.finished(plan); round++) {
                TrainingState before = state;
                state = rounds.next(before);
                earlier += rounds.lastStart() == before ? 0 : 1;
                between.after(round, state);
            }
            return new Ended(state.parameters(), earlier);
        }
    }

    private static void slowAndFailing(TaskContext task) {
        if (task.attemptNumber() > 0) {
            return;
        }
        if (task.partitionId() == 1) {
            throw new IllegalStateException("The first attempt of this task fails.");
        }
        if (task.partitionId() == 2) {
            // Spark starts a second attempt because this one is slow. This one ends nevertheless.
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(700);
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
                Thread.interrupted();
            }
        }
    }

    @Test
    void secondAttemptsAndRetriesCountNoWorkerTwice() throws Exception {
        JavaSparkContext context = cluster.context();
        for (String driverLimit : List.of("128m", "0")) {
            context.sc().conf().set(AveragingRoad.LIMIT, driverLimit);
            for (Averaging.State state : Averaging.State.values()) {
                TrainingPlan plan = plan(state);
                Disturbances disturbances = new Disturbances();
                context.sc().addSparkListener(disturbances);
                float[] disturbed = train(
                                context, plan, DisturbedRoundsTest::slowAndFailing, List.of(), (round, after) -> {})
                        .parameters();
                context.sc().removeSparkListener(disturbances);

                assertThat(disturbed)
                        .as("%s, driver limit %s", state, driverLimit)
                        .isEqualTo(EXPECTED.get(state));
                assertThat(disturbances.speculative).as("second attempts").hasPositiveValue();
                assertThat(disturbances.failed).as("failed tasks").hasPositiveValue();
            }
        }
        context.sc().conf().remove(AveragingRoad.LIMIT);
    }

    @Test
    void theResultsOfAnExecutorThatIsLostBeforeTheyAreAveragedAreComputedAgain() throws Exception {
        JavaSparkContext context = cluster.context();
        String marker = folder.resolve("lost").toString();
        context.sc().conf().set(AveragingRoad.LIMIT, "0");
        Ended ended = train(
                context,
                plan(Averaging.State.AVERAGE),
                task -> endExecutorOnce(task, marker),
                List.of(),
                (round, state) -> {});
        context.sc().conf().remove(AveragingRoad.LIMIT);
        cluster.forgetLost();
        cluster.start();

        assertThat(ended.parameters()).isEqualTo(EXPECTED.get(Averaging.State.AVERAGE));
        assertThat(Path.of(marker)).exists();
    }

    /** Ends the executor of one task, once, when it has the results of other workers. */
    private static void endExecutorOnce(TaskContext task, String marker) {
        if (task.partitionId() == WORKERS - 1) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            try {
                Files.createFile(Path.of(marker));
                Runtime.getRuntime().halt(1);
            } catch (FileAlreadyExistsException e) {
                // An executor has already ended.
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aLostExecutorDoesNotLoseTheStatesThatWorkersKeep() throws Exception {
        TrainingPlan plan = plan(Averaging.State.KEEP);
        Ended ended = train(cluster.context(), plan, task -> {}, List.of(), (round, state) -> {
            if (round == 3) {
                cluster.killOldest();
                cluster.start();
            }
        });

        assertThat(ended.parameters()).isEqualTo(EXPECTED.get(Averaging.State.KEEP));
        assertThat(ended.roundsFromEarlierStates()).isZero();
    }

    @Test
    void whenAllExecutorsAreLostTrainingGoesOnFromTheLastStoredState() throws Exception {
        TrainingPlan plan = plan(Averaging.State.KEEP);
        for (boolean stored : new boolean[] {true, false}) {
            Checkpoints checkpoints = new Checkpoints(
                    new Configuration(),
                    new org.apache.hadoop.fs.Path(folder.resolve("run").toUri()),
                    new TreeMap<>(),
                    0);
            Ended ended = train(
                    cluster.context(), plan, task -> {}, stored ? List.of(checkpoints) : List.of(), (round, state) -> {
                        if (round == 3 && stored) {
                            checkpoints.write(state);
                        }
                        if (round == 5) {
                            cluster.killOldest();
                            cluster.killOldest();
                            cluster.start();
                            cluster.start();
                        }
                    });

            assertThat(ended.parameters()).as("stored: %s", stored).isEqualTo(EXPECTED.get(Averaging.State.KEEP));
            assertThat(ended.roundsFromEarlierStates()).isEqualTo(1);
        }
    }

    @Test
    void executorsGiveTheParametersOfOneProcess() throws Exception {
        for (Averaging.State state : Averaging.State.values()) {
            assertThat(train(cluster.context(), plan(state), task -> {}, List.of(), (round, after) -> {})
                            .parameters())
                    .isEqualTo(EXPECTED.get(state));
        }
    }

    @Test
    void aSingleWorkerWhoseExecutorIsLostReceivesItsNumbersAgain() throws Exception {
        TrainingPlan plan = AveragingMasterTest.plan(Scheme.J, 2, Updater.RMSPROP, 5, Averaging.SINGLE, true);
        float[] expected = trainSingle(plan, round -> {});
        float[] disturbed = trainSingle(plan, round -> {
            if (round == 2) {
                cluster.killOldest();
                cluster.killOldest();
                cluster.start();
                cluster.start();
            }
        });

        assertThat(disturbed).isEqualTo(expected);
    }

    private interface BetweenEpochs {
        void after(int round) throws Exception;
    }

    private static float[] trainSingle(TrainingPlan plan, BetweenEpochs between) throws Exception {
        JavaSparkContext context = cluster.context();
        Broadcast<PhaseWorker> worker = context.broadcast(new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED));
        JavaRDD<Shard> shard = context.parallelize(List.of(0), 1)
                .map(k -> Shard.inMemory(
                        0, TrainingFixtures.examples(40, WIDTH, 1), TrainingFixtures.examples(0, WIDTH, 1)));
        try (RoundExchange exchange = new RoundExchange(context, plan, List.of())) {
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
