package io.jointae.train.averaging;

import static io.jointae.train.averaging.AveragingRuns.ROWS;
import static io.jointae.train.averaging.AveragingRuns.WIDTH;
import static io.jointae.train.averaging.AveragingRuns.context;
import static io.jointae.train.averaging.AveragingRuns.onSpark;
import static io.jointae.train.averaging.AveragingRuns.oneEpoch;
import static io.jointae.train.averaging.AveragingRuns.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.stack.Updater;
import io.jointae.testing.Bars;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The average of several workers is weighted, repeatable, and the same wherever it is computed. */
class AveragedWorkersTest {

    @BeforeAll
    static void start() {
        AveragingRuns.start();
    }

    @AfterAll
    static void stop() {
        AveragingRuns.stop();
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
            context().sc().conf().set(AveragingRoad.LIMIT, "0");
            try {
                assertThat(onSpark(plan, rows)).as("optimizer state %s", state).isEqualTo(onDriver);
            } finally {
                context().sc().conf().remove(AveragingRoad.LIMIT);
            }
        }
    }
}
