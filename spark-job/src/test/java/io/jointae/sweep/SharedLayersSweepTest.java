package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.PreparedDataset;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelDirectory;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.TrainingRun;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Trials that begin with the same layers train them once. */
class SharedLayersSweepTest extends SweepFixture {

    @Test
    void trialsThatShareLayersEqualTrialsTrainedAloneBitForBit() throws Exception {
        SweepPlan plan = plan("[L, U, UJ]", "[2, 3]", "[0.5]");
        assertThat(run(plan, List::of, false)).isEqualTo(new Sweep.Summary(6, 0, 6, 0));
        PreparedDataset bars = PreparedDataset.open(spark, data + "/bars");
        for (Trial trial : plan.trials()) {
            ModelDirectory shared = ModelDirectory.read(CONF, out + "/models/" + trial.folder());
            ModelDirectory alone = new TrainingRun(trial.options(), out + "/alone/" + trial.folder(), false, false, 60)
                    .train(spark, bars, List.of());
            assertThat(shared.model().parameters())
                    .as(trial.describe())
                    .isEqualTo(alone.model().parameters());
            assertThat(shared.card().history()).hasSameSizeAs(alone.card().history());
        }
    }

    @Test
    void trialsOfSchemesUAndUjShareTheirLayerwisePhases() throws Exception {
        SweepPlan plan = plan("[U, UJ]", "[2]", "[0.5]");
        AtomicInteger epochs = new AtomicInteger();
        RunListener counting = new RunListener() {
            @Override
            public void onEpochEnd(TrainingPlan training, TrainingState state, EpochRecord record) {
                epochs.incrementAndGet();
            }
        };
        assertThat(run(plan, () -> List.of(counting), false)).isEqualTo(new Sweep.Summary(2, 0, 2, 0));
        // Two shared layers, U and UJ take two epochs each. Without sharing it would be twelve epochs.
        assertThat(epochs).hasValue(8);
        assertThat(rows()).hasSize(4);
    }
}
