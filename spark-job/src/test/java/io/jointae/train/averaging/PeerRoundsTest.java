package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.model.EpochRecord;
import io.jointae.stack.Updater;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers that average among themselves give the same bits as the driver that averages for them, whatever happens to
 * their executors.
 */
@Tag("cluster")
class PeerRoundsTest {

    private static final int WIDTH = 20;
    private static final int WORKERS = 3;

    /** The number of batches of a worker per epoch, and therefore of rounds. */
    private static final int BATCHES = 5;

    private static final int EPOCHS = 4;

    @TempDir
    static Path folder;

    private static final Map<Averaging, Ended> EXPECTED = new HashMap<>();

    private static LoopbackCluster cluster;

    /** What a run ends with. */
    private record Ended(float[] parameters, List<EpochRecord> history, List<float[]> velocities, int jobs) {}

    /** Something that happens in a task before it reads its shard. */
    @FunctionalInterface
    private interface Disturbance extends Serializable {
        void before(TaskContext task);
    }

    private static final class Jobs extends SparkListener {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void onJobStart(SparkListenerJobStart start) {
            count.incrementAndGet();
        }
    }

    private static List<Averaging> kinds() {
        List<Averaging> kinds = new ArrayList<>();
        for (Averaging.State state : Averaging.State.values()) {
            kinds.add(new Averaging(WORKERS, 1, state));
            kinds.add(new Averaging(WORKERS, 1, state, new OuterOptimizer(OuterOptimizer.Rule.NESTEROV, 0.7, 0.8)));
        }
        return kinds;
    }

    @BeforeAll
    static void start() throws Exception {
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            for (Averaging kind : kinds()) {
                EXPECTED.put(kind, train(context, kind, task -> {}));
            }
        }
        cluster = new LoopbackCluster(new SparkConf(false), folder);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static JavaRDD<Shard> shards(JavaSparkContext context, Disturbance disturbance) {
        return context.parallelize(IntStream.range(0, WORKERS).boxed().toList(), WORKERS)
                .map(k -> {
                    disturbance.before(TaskContext.get());
                    return Shard.inMemory(
                            k,
                            TrainingFixtures.examples(20 + k, WIDTH, k),
                            TrainingFixtures.examples(4, WIDTH, 100 + k));
                });
    }

    private static Ended train(JavaSparkContext context, Averaging averaging, Disturbance disturbance) {
        TrainingPlan small = AveragingRuns.plan(Scheme.J, 2, Updater.RMSPROP, BATCHES, averaging, true);
        TrainingPlan plan = new TrainingPlan(
                small.name(), small.architecture(), Scheme.J.phases(2, EPOCHS, 0.05), small.steps(), averaging, 1);
        Jobs jobs = new Jobs();
        context.sc().addSparkListener(jobs);
        Broadcast<PhaseWorker> worker = context.broadcast(new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED));
        List<float[]> velocities = new ArrayList<>();
        try (RoundExchange exchange = new RoundExchange(context, plan, List.of(), Optional.empty())) {
            Rounds rounds =
                    new Rounds(plan, shards(context, disturbance), worker, BATCHES, 1000, StopAfter.NEVER, exchange);
            TrainingState state = TrainingState.initial(plan);
            while (!state.finished(plan)) {
                state = rounds.next(state);
                if (state.batch() == 0) {
                    velocities.add(state.outerVelocity());
                }
            }
            return new Ended(state.parameters(), state.history(), velocities, jobs.count.get());
        } finally {
            context.sc().removeSparkListener(jobs);
        }
    }

    private static void assertEqual(Ended actual, Ended expected, Object what) {
        assertThat(actual.parameters()).as("%s", what).isEqualTo(expected.parameters());
        assertThat(actual.velocities())
                .as("%s", what)
                .usingRecursiveComparison()
                .isEqualTo(expected.velocities());
        assertThat(actual.history())
                .as("%s", what)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*[sS]econd.*")
                .isEqualTo(expected.history());
    }

    @Test
    void fewerJobsThanRoundsGiveTheBitsOfOneJobPerRound() {
        for (Averaging kind : kinds()) {
            Ended ended = train(cluster.context(), kind, task -> {});

            assertEqual(ended, EXPECTED.get(kind), kind);
            // The first round is a job of its own; then each job has the rest of an epoch.
            assertThat(ended.jobs()).as("%s", kind).isEqualTo(EPOCHS + 1);
        }
    }

    @Test
    void anExecutorThatEndsDuringTheRoundsChangesNoBit() throws Exception {
        for (Averaging kind : kinds()) {
            String marker = folder.resolve("ended-" + kinds().indexOf(kind)).toString();
            Ended ended = train(cluster.context(), kind, task -> endExecutorOnce(task, marker));
            cluster.forgetLost();
            cluster.start();

            assertEqual(ended, EXPECTED.get(kind), kind);
            assertThat(Path.of(marker)).exists();
        }
    }

    /**
     * Ends the executor of one task, once, some milliseconds after the start of the second job. Nothing replaces it until
     * the run has ended, so the workers take turns on the executor that is left.
     */
    private static void endExecutorOnce(TaskContext task, String marker) {
        if (task.partitionId() == 1 && task instanceof BarrierTaskContext) {
            try {
                if (createsFile(marker + "-first")) {
                    return;
                }
                Files.createFile(Path.of(marker));
                new Thread(() -> {
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(15));
                            Runtime.getRuntime().halt(1);
                        })
                        .start();
            } catch (FileAlreadyExistsException e) {
                // An executor has already ended.
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean createsFile(String path) throws IOException {
        try {
            Files.createFile(Path.of(path));
            return true;
        } catch (FileAlreadyExistsException e) {
            // A job before this one created it.
            return false;
        }
    }

    @Test
    void aWorkerThatCannotReadItsShardMakesTheRoundsJobsOfTheirOwn() {
        Averaging kind = kinds().get(0);
        Ended ended = train(cluster.context(), kind, task -> {
            if (task.partitionId() == 2 && task instanceof BarrierTaskContext) {
                throw new IllegalStateException("The shard cannot be read.");
            }
        });

        assertEqual(ended, EXPECTED.get(kind), kind);
        assertThat(ended.jobs()).isGreaterThanOrEqualTo(EPOCHS * BATCHES);
    }
}
