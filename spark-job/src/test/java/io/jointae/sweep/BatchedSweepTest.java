package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jointae.data.PreparedDataset;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.sweep.batch.BatchRequest;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.TrainingRun;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Sweeps whose trials train together. */
class BatchedSweepTest extends SweepFixture {

    private static SweepPlan plan(String schemes, String layers, String rates, String more) throws Exception {
        String grid = TestGrids.small(data.toString(), schemes, layers, "[0.1, 0.5]")
                .replace("learning-rate: [0.01]", "learning-rate: " + rates);
        return SweepPlan.of(CONF, TestGrids.read(grid + "evaluations: [reconstruct]\n" + more));
    }

    private Sweep.Summary runTogether(SweepPlan plan, Supplier<List<RunListener>> listeners, boolean resume)
            throws Exception {
        PrintStream printed = new PrintStream(progress, true, StandardCharsets.UTF_8);
        TrialSlots slots = TrialSlots.fixed(2).batched(new BatchRequest(8));
        return new Sweep(spark, plan, out.toString(), slots, printed, listeners, null).run(resume);
    }

    private String printed() {
        return progress.toString(StandardCharsets.UTF_8);
    }

    private ModelDirectory alone(Trial trial) throws Exception {
        PreparedDataset bars = PreparedDataset.open(spark, data + "/bars");
        return new TrainingRun(trial.options(), out + "/alone/" + trial.folder(), false, false, 60)
                .train(spark, bars, List.of());
    }

    private void assertEqualToTrainingAlone(Trial trial) throws Exception {
        assertEqual(trial, alone(trial));
    }

    private void assertEqual(Trial trial, ModelDirectory alone) throws Exception {
        ModelDirectory together = ModelDirectory.read(CONF, out + "/models/" + trial.folder());
        assertThat(together.model().parameters())
                .as(trial.describe())
                .isEqualTo(alone.model().parameters());
        assertThat(together.card().options()).isEqualTo(alone.card().options());
        assertThat(together.card().history())
                .extracting(EpochRecord::cost, EpochRecord::train, EpochRecord::valid)
                .isEqualTo(alone.card().history().stream()
                        .map(record -> tuple(record.cost(), record.train(), record.valid()))
                        .toList());
    }

    /** Returns the values of the measured results of a folder by their cells. */
    private static TreeMap<String, Double> measured(String folder) throws Exception {
        TreeMap<String, Double> values = new TreeMap<>();
        for (StoredRow row : ResultStore.in(CONF, folder).read()) {
            if (row.measured()) {
                values.put(row.key(), row.result().value());
            }
        }
        return values;
    }

    @Test
    void trialsOfEverySchemeEqualTrialsTrainedAlone() throws Exception {
        SweepPlan plan = plan("[J, L, UJ, summed]", "[2]", "[0.01, 0.02]", "seeds: [1, 2]\n");
        assertThat(runTogether(plan, List::of, false)).isEqualTo(new Sweep.Summary(32, 0, 32, 0));
        assertThat(printed()).contains("8 trials train together").doesNotContain("no longer");
        new Sweep(spark, plan, out + "/single", 2, System.err, List::of).run(false);
        for (Trial trial : plan.trials()) {
            assertEqual(trial, ModelDirectory.read(CONF, out + "/single/models/" + trial.folder()));
        }
        assertThat(measured(out.toString()))
                .isEqualTo(measured(out + "/single"))
                .hasSize(192);
    }

    @Test
    void aTrialThatDivergesLeavesTheOthersAsTheyAre() throws Exception {
        SweepPlan plan = plan("[J]", "[2]", "[0.01, 1e30]", "");
        Sweep.Summary summary = runTogether(plan, List::of, false);
        assertThat(summary.done()).isEqualTo(2);
        assertThat(summary.diverged()).isEqualTo(2);
        assertThat(summary.failed()).isZero();
        for (Trial trial : plan.trials()) {
            if (trial.options().toMap().get("learning-rate").equals("0.01")) {
                assertEqualToTrainingAlone(trial);
            }
        }
        assertThat(ResultStore.in(CONF, out.toString()).read().stream().filter(StoredRow::diverged))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.failure()).contains("Lower the learning rate"));
        assertThat(runTogether(plan, List::of, true).nothingToDo()).isTrue();
    }

    @Test
    void aTrialThatFailsBesideOthersIsTrainedAlone() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        RunListener failing = new RunListener() {
            @Override
            public void onEpochEnd(TrainingPlan training, TrainingState state, EpochRecord record) {
                if (training.seed() == 2 && failures.getAndIncrement() == 0) {
                    throw new IllegalStateException("the machine room is on fire");
                }
            }
        };
        SweepPlan plan = plan("[J]", "[2]", "[0.01]", "seeds: [1, 2, 3]\n");
        assertThat(runTogether(plan, () -> List.of(failing), false)).isEqualTo(new Sweep.Summary(6, 0, 6, 0));
        assertThat(printed()).containsOnlyOnce("no longer trains with other trials: the machine room is on fire");
        for (Trial trial : plan.trials()) {
            assertEqualToTrainingAlone(trial);
        }
    }

    @Test
    void aSweepThatGoesOnTrainsNoFinishedTrialAgain() throws Exception {
        SweepPlan some = plan("[J]", "[2]", "[0.01]", "");
        runTogether(some, List::of, false);
        AtomicInteger epochs = new AtomicInteger();
        RunListener counting = new RunListener() {
            @Override
            public void onEpochEnd(TrainingPlan training, TrainingState state, EpochRecord record) {
                epochs.incrementAndGet();
            }
        };
        SweepPlan all = plan("[J]", "[2]", "[0.01, 0.02]", "");
        assertThat(runTogether(all, () -> List.of(counting), true)).isEqualTo(new Sweep.Summary(4, 2, 2, 0));
        assertThat(epochs).hasValue(2 * all.trials().get(0).plan().epochs());
        for (Trial trial : all.trials()) {
            assertEqualToTrainingAlone(trial);
        }
    }

    /** The trials stand at different epochs when the sweep goes on. */
    @Test
    void trialsThatWereInterruptedGoOnFromTheirCheckpoints() throws Exception {
        SweepPlan plan = plan("[UJ]", "[2]", "[0.01, 0.02]", "");
        PreparedDataset bars = PreparedDataset.open(spark, data + "/bars");
        int stopAt = 1;
        for (Trial trial : plan.trials().subList(0, 3)) {
            int last = stopAt++;
            RunListener killing = new RunListener() {
                private int ended;

                @Override
                public void onRoundEnd(TrainingPlan training, TrainingState state) {
                    // The checkpoint of the round before exists.
                    if (ended++ == last) {
                        throw new IllegalStateException("killed");
                    }
                }
            };
            TrainingRun interrupted =
                    new TrainingRun(trial.options(), out + "/models/" + trial.folder(), false, false, 0);
            try {
                interrupted.train(spark, bars, List.of(killing));
            } catch (IllegalStateException expected) {
                assertThat(expected).hasMessage("killed");
            }
            assertThat(out.resolve("models/" + trial.folder() + ".run")).isDirectory();
        }
        assertThat(runTogether(plan, List::of, false)).isEqualTo(new Sweep.Summary(4, 0, 4, 0));
        for (Trial trial : plan.trials()) {
            assertEqualToTrainingAlone(trial);
        }
    }

    @Test
    void halvingComparesTrialsThatTrainRoundsTogether() throws Exception {
        SweepPlan plan = halved("epochs: 4\nhalving: {keep: 0.5, rounds: [1, 2], by: reconstruct}\n");
        Sweep.Summary together = runTogether(plan, List::of, false);
        Sweep.Summary alone = new Sweep(spark, plan, out + "/single", 2, System.err, List::of).run(false);
        assertThat(together).isEqualTo(alone);
        assertThat(together.pruned()).isPositive();
        assertThat(measured(out.toString()))
                .isEqualTo(measured(out + "/single"))
                .isNotEmpty();
        assertThat(printed()).contains("4 trials train together", "2 trials train together");
    }

    private static SweepPlan halved(String halving) throws Exception {
        String grid = TestGrids.small(data.toString(), "[J]", "[2]", "[0.1, 0.5]")
                .replace("learning-rate: [0.01]", "learning-rate: [0.001, 0.01]")
                .replace("epochs: 2\n", "");
        return SweepPlan.of(CONF, TestGrids.read(grid + "evaluations: [reconstruct]\n" + halving));
    }
}
