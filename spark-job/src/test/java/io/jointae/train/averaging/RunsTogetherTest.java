package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.stack.Examples;
import io.jointae.stack.Updater;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.RowOrder;
import io.jointae.train.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rounds of several runs in one Spark job. */
class RunsTogetherTest {

    private static final int WIDTH = 20;
    private static SparkSession spark;
    private static JavaSparkContext context;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @AfterEach
    void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private static TrainingPlan plan(int layers) {
        return AveragingRuns.plan(Scheme.J, layers, Updater.RMSPROP, 25, Averaging.SINGLE, true);
    }

    private static Shard shard() {
        Examples none = TrainingFixtures.examples(0, WIDTH, 1);
        return Shard.inMemory(0, TrainingFixtures.examples(60, WIDTH, 1), none);
    }

    private static JavaRDD<Shard> shards() {
        return context.parallelize(List.of(0), 1).map(none -> shard());
    }

    private static RoundsTogether.RunRound round(TrainingPlan plan, int epochs) {
        PhaseWorker worker = new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED);
        RoundStart start = RoundStart.broadcast(context, TrainingState.initial(plan), RoundStart.NONE);
        return new RoundsTogether.RunRound(context.broadcast(worker), RoundWork.epochs(0, epochs), start);
    }

    private static RoundResult alone(TrainingPlan plan, int epochs) {
        RoundsTogether.RunRound round = round(plan, epochs);
        return new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED).run(round.work(), round.start(), shard());
    }

    private Future<RoundResult> submit(RunsTogether together, JavaRDD<Shard> shards, RoundsTogether.RunRound round) {
        return threads.submit(() -> together.run(shards, round));
    }

    @Test
    void runsOfOneShapeAndOfAnotherGetTheResultsOfRunsAlone() throws Exception {
        List<TrainingPlan> plans = List.of(plan(2), plan(1), plan(2));
        RunsTogether together = new RunsTogether(3);
        List<Future<RoundResult>> results = new ArrayList<>();
        for (TrainingPlan plan : plans) {
            results.add(submit(together, shards(), round(plan, 2)));
        }
        for (int i = 0; i < plans.size(); i++) {
            RoundResult result = results.get(i).get();
            RoundResult alone = alone(plans.get(i), 2);
            assertThat(result.parameters().values())
                    .isEqualTo(alone.parameters().values());
            assertThat(result.optimizerState().values())
                    .isEqualTo(alone.optimizerState().values());
            assertThat(result.examples()).isEqualTo(alone.examples());
            assertThat(result.epochs())
                    .extracting(epoch -> epoch.totals().cost())
                    .isEqualTo(alone.epochs().stream()
                            .map(epoch -> epoch.totals().cost())
                            .toList());
        }
    }

    @Test
    void runsOfOneShapeTakeTheEpochsOfTheShortestRound() throws Exception {
        RunsTogether together = new RunsTogether(2);
        Future<RoundResult> longer = submit(together, shards(), round(plan(2), 3));
        Future<RoundResult> shorter = submit(together, shards(), round(plan(2), 1));
        assertThat(longer.get().epochs()).hasSize(1);
        assertThat(shorter.get().epochs()).hasSize(1);
    }

    @Test
    void aRunThatLeavesIsNotWaitedFor() throws Exception {
        RunsTogether together = new RunsTogether(3);
        Future<RoundResult> first = submit(together, shards(), round(plan(2), 1));
        Future<RoundResult> second = submit(together, shards(), round(plan(2), 1));
        together.leave();
        assertThat(first.get().epochs()).hasSize(1);
        assertThat(second.get().epochs()).hasSize(1);
        together.leave();
        assertThat(submit(together, shards(), round(plan(2), 1)).get().epochs()).hasSize(1);
    }

    @Test
    void aJobThatFailsEndsTheRoundsOfAllItsRuns() throws Exception {
        JavaRDD<Shard> missing = context.parallelize(List.of(0), 1).map(none -> {
            throw new IllegalStateException("the disk is gone");
        });
        RunsTogether together = new RunsTogether(2);
        List<Future<RoundResult>> results =
                List.of(submit(together, missing, round(plan(2), 1)), submit(together, missing, round(plan(2), 1)));
        for (Future<RoundResult> result : results) {
            assertThatThrownBy(result::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasStackTraceContaining("the disk is gone");
        }
        // The runs can try again.
        List<Future<RoundResult>> again =
                List.of(submit(together, shards(), round(plan(2), 1)), submit(together, shards(), round(plan(2), 1)));
        for (Future<RoundResult> result : again) {
            assertThat(result.get().epochs()).hasSize(1);
        }
    }

    @Test
    void aRunThatIsInterruptedWhileItWaitsStops() throws Exception {
        RunsTogether together = new RunsTogether(2);
        RoundsTogether.RunRound round = round(plan(2), 1);
        JavaRDD<Shard> shards = shards();
        Future<Throwable> waiting = threads.submit(() -> {
            Thread.currentThread().interrupt();
            try {
                together.run(shards, round);
                return null;
            } catch (CancellationException e) {
                return e;
            }
        });
        assertThat(waiting.get()).hasMessageContaining("was stopped while it waited");
        together.leave();
        assertThat(submit(together, shards(), round(plan(2), 1)).get().epochs()).hasSize(1);
    }

    @Test
    void thereIsAtLeastOneRun() {
        assertThatThrownBy(() -> new RunsTogether(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
