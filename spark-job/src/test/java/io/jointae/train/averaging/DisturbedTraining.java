package io.jointae.train.averaging;

import io.jointae.stack.Updater;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.RowOrder;
import io.jointae.train.shard.Shard;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** Training on a cluster whose tasks and executors a test disturbs. */
final class DisturbedTraining implements AutoCloseable {

    static final int WIDTH = 20;
    static final int WORKERS = 4;

    /** The parameters of a session of one process, which nothing disturbs. */
    private final Map<Averaging.State, float[]> expected = new EnumMap<>(Averaging.State.class);

    private final LoopbackCluster cluster;

    /**
     * Trains undisturbed, and then starts a cluster of executors that run slow tasks a second time.
     *
     * @param folder the folder of the executors
     */
    DisturbedTraining(Path folder) throws Exception {
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            for (Averaging.State state : Averaging.State.values()) {
                expected.put(
                        state,
                        train(context, plan(state), task -> {}, List.of(), (round, after) -> {})
                                .parameters());
            }
        }
        cluster = new LoopbackCluster(
                new SparkConf(false)
                        .set("spark.task.maxFailures", "12")
                        .set(PeerRounds.SETTING, "false")
                        .set("spark.speculation", "true")
                        .set("spark.speculation.interval", "20ms")
                        .set("spark.speculation.quantile", "0.25")
                        .set("spark.speculation.multiplier", "1.1")
                        .set("spark.speculation.minTaskRuntime", "50ms"),
                folder);
    }

    /** Returns the parameters of the undisturbed training. */
    float[] expected(Averaging.State state) {
        return expected.get(state);
    }

    LoopbackCluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        cluster.close();
    }

    /** A disturbance of the tasks of a round. */
    @FunctionalInterface
    interface Disturbance extends Serializable {
        void before(TaskContext task);
    }

    static TrainingPlan plan(Averaging.State state) {
        TrainingPlan plan = AveragingRuns.plan(Scheme.J, 2, Updater.RMSPROP, 5, new Averaging(WORKERS, 2, state), true);
        return new TrainingPlan(
                plan.name(), plan.architecture(), Scheme.J.phases(2, 2, 0.05), plan.steps(), plan.averaging(), 0);
    }

    static JavaRDD<Shard> shards(JavaSparkContext context, Disturbance disturbance) {
        return context.parallelize(IntStream.range(0, WORKERS).boxed().toList(), WORKERS)
                .map(k -> {
                    disturbance.before(TaskContext.get());
                    return Shard.inMemory(
                            k, TrainingFixtures.examples(20 + k, WIDTH, k), TrainingFixtures.examples(0, WIDTH, 1));
                });
    }

    /** Something that happens between two rounds. */
    @FunctionalInterface
    interface BetweenRounds {
        void after(int round, TrainingState state) throws Exception;
    }

    record Ended(float[] parameters, int roundsFromEarlierStates) {}

    static Ended train(
            JavaSparkContext context,
            TrainingPlan plan,
            Disturbance disturbance,
            List<RunListener> listeners,
            BetweenRounds between)
            throws Exception {
        Broadcast<PhaseWorker> worker = context.broadcast(new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED));
        try (RoundExchange exchange = new RoundExchange(context, plan, listeners, Optional.empty())) {
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
}
