package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.stack.Examples;
import io.jointae.stack.Updater;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.PlanPosition;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.RowOrder;
import io.jointae.train.shard.Shard;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class PhaseWorkerTest {

    private static final int WIDTH = 20;

    /** A destroyed broadcast cannot be read, so a worker that continues with one did not read it. */
    @Test
    void aSingleWorkerReadsTheBroadcastOnlyIfItDoesNotHoldTheState() throws Exception {
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            TrainingPlan plan = AveragingRuns.plan(Scheme.J, 2, Updater.RMSPROP, 25, Averaging.SINGLE, true);
            Examples none = TrainingFixtures.examples(0, WIDTH, 1);
            Shard shard = Shard.inMemory(0, TrainingFixtures.examples(60, WIDTH, 1), none);
            PhaseWorker worker = new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED);
            TrainingState begin = TrainingState.initial(plan);
            RoundStart first = RoundStart.broadcast(context, begin, RoundStart.NONE);
            RoundResult once = worker.run(RoundWork.epochs(0, 1), first, shard);
            TrainingState middle = new TrainingState(
                    new PlanPosition(0, 1, 0),
                    once.parameters().values(),
                    once.optimizerState().values(),
                    new TreeMap<>(),
                    List.of(),
                    EpochTotals.NONE,
                    new float[0]);

            RoundStart read = RoundStart.broadcast(context, middle, RoundStart.NONE);
            float[] expected = new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED)
                    .run(RoundWork.epochs(1, 1), read, shard)
                    .parameters()
                    .values();
            RoundStart destroyed = RoundStart.broadcast(context, middle, first.id());
            destroyed.destroy();
            RoundResult continued = worker.run(RoundWork.epochs(1, 1), destroyed, shard);

            assertThat(continued.parameters().values()).isEqualTo(expected);
            assertThatThrownBy(() -> new PhaseWorker(plan, 0, RowOrder.Kind.SHUFFLED)
                            .run(RoundWork.epochs(1, 1), destroyed, shard))
                    .isInstanceOf(SparkException.class);
            // The worker now holds the state after a later round.
            assertThatThrownBy(() -> worker.run(RoundWork.epochs(1, 1), destroyed, shard))
                    .isInstanceOf(SparkException.class);
        }
    }
}
