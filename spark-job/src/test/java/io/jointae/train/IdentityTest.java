package io.jointae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.model.EpochRecord;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.testing.Bars;
import io.jointae.train.averaging.AveragingRuns;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs with different options that must have the same results, bit for bit. */
class IdentityTest {

    private static final int WIDTH = 20;
    private static final int EPOCHS = 3;
    private static final List<float[]> ROWS = Bars.rows(60, WIDTH, 1);

    @BeforeAll
    static void start() {
        AveragingRuns.start();
    }

    @AfterAll
    static void stop() {
        AveragingRuns.stop();
    }

    /** Records the epochs and the states that a run announces. */
    private static final class Recorder implements RunListener {
        final List<EpochRecord> epochs = new ArrayList<>();
        final List<TrainingState> states = new ArrayList<>();

        @Override
        public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
            // The throughput differs between two equal runs.
            epochs.add(record.withoutRates());
        }

        @Override
        public void onRoundEnd(TrainingPlan plan, TrainingState state) {
            states.add(state);
        }
    }

    private static TrainingPlan plan(Scheme scheme, int depth) {
        LayerSpec layer = LayerSpec.plain(12).withCorruption(Corruption.gaussian(0.3));
        return new TrainingPlan(
                "test",
                Architecture.paper(WIDTH, depth, layer),
                scheme.phases(depth, EPOCHS, 0.02),
                new StepSettings(Updater.RMSPROP, 10, true, 11),
                Averaging.SINGLE,
                1);
    }

    private static TrainingPlan plan(String... changes) {
        SortedMap<String, String> options = new TreeMap<>(
                TrainingOptions.paper(Scheme.J, 2, AutoEncoderKind.AE, 0, 0.02).toMap());
        options.put("hidden", "12");
        options.put("epochs", "" + EPOCHS);
        options.put("batch-size", "10");
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(options).containsKey(changes[i]);
            options.put(changes[i], changes[i + 1]);
        }
        return TrainingOptions.of(options).plan("test", WIDTH);
    }

    @Test
    void layerwiseAndJointTrainingOfOneLayerAreEqual() {
        Recorder layerwise = new Recorder();
        Recorder joint = new Recorder();
        float[] first = AveragingRuns.onSpark(plan(Scheme.L, 1), ROWS, layerwise);
        assertThat(AveragingRuns.onSpark(plan(Scheme.J, 1), ROWS, joint)).isEqualTo(first);
        assertThat(joint.epochs).hasSize(EPOCHS).isEqualTo(layerwise.epochs);
    }

    @Test
    void everyKindWithoutCorruptionAndPenaltiesEqualsThePlainAutoEncoder() {
        for (String scheme : List.of("L", "J", "UJ")) {
            float[] plain = AveragingRuns.onSpark(plan("kind", "ae", "scheme", scheme), ROWS);
            assertThat(AveragingRuns.onSpark(plan("kind", "dae", "scheme", scheme), ROWS))
                    .isEqualTo(plain);
            assertThat(AveragingRuns.onSpark(plan("kind", "cae", "scheme", scheme), ROWS))
                    .isEqualTo(plain);
        }
    }

    @Test
    void corruptionAndPenaltiesChangeTheParameters() {
        float[] plain = AveragingRuns.onSpark(plan("kind", "ae"), ROWS);
        assertThat(AveragingRuns.onSpark(plan("kind", "dae", "noise", "0.3"), ROWS))
                .isNotEqualTo(plain);
        assertThat(AveragingRuns.onSpark(plan("kind", "cae", "contraction", "0.1"), ROWS))
                .isNotEqualTo(plain);
        assertThat(AveragingRuns.onSpark(plan("kind", "ae", "weight-decay", "0.01"), ROWS))
                .isNotEqualTo(plain);
    }

    @Test
    void schemesUAndUjBeginWithTheLayerwiseRun() {
        Recorder layerwise = new Recorder();
        float[] first = AveragingRuns.onSpark(plan(Scheme.L, 2), ROWS, layerwise);
        for (Scheme scheme : List.of(Scheme.U, Scheme.UJ)) {
            Recorder both = new Recorder();
            AveragingRuns.onSpark(plan(scheme, 2), ROWS, both);
            assertThat(both.epochs).hasSize(3 * EPOCHS);
            assertThat(both.epochs.subList(0, 2 * EPOCHS)).isEqualTo(layerwise.epochs);
            TrainingState afterLayerwise = both.states.stream()
                    .filter(state -> state.phase() == 2)
                    .findFirst()
                    .orElseThrow();
            assertThat(afterLayerwise.parameters()).as("scheme %s", scheme).isEqualTo(first);
        }
    }

    @Test
    void aScheduledPlanChangesOnlyTheLearningLayer() {
        TrainingPlan plan = plan(Scheme.SCHEDULED, 3);
        ParameterLayout layout = new ParameterLayout(plan.architecture());
        Recorder recorder = new Recorder();
        AveragingRuns.onSpark(plan, ROWS, recorder);
        float[] before = TrainingState.initial(plan).parameters();
        int phase = 0;
        for (TrainingState state : recorder.states) {
            for (int layer = 0; layer < 3; layer++) {
                float[] previous = Arrays.copyOfRange(before, layout.start(layer), layout.end(layer));
                float[] current = Arrays.copyOfRange(state.parameters(), layout.start(layer), layout.end(layer));
                if (layer == phase) {
                    assertThat(current).as("layer %d in phase %d", layer, phase).isNotEqualTo(previous);
                } else {
                    assertThat(current).as("layer %d in phase %d", layer, phase).isEqualTo(previous);
                }
            }
            before = state.parameters();
            phase = state.phase();
        }
        assertThat(phase).isEqualTo(3);
    }

    @Test
    void aLayerwiseRunOnTopOfTrainedLayersEqualsTheRunFromTheStart() {
        TrainingPlan shallow = plan(Scheme.L, 2);
        TrainingPlan deep = plan(Scheme.L, 3);
        Recorder two = new Recorder();
        float[] bottom = AveragingRuns.onSpark(shallow, ROWS, two);
        Recorder three = new Recorder();
        float[] scratch = AveragingRuns.onSpark(deep, ROWS, three);
        Recorder onTop = new Recorder();
        TrainingState start =
                TrainingState.onTopOf(deep, 2, new StackModel(shallow.architecture(), bottom), two.epochs);
        assertThat(AveragingRuns.onSpark(deep, ROWS, start, onTop)).isEqualTo(scratch);
        assertThat(onTop.epochs).isEqualTo(three.epochs.subList(2 * EPOCHS, 3 * EPOCHS));
        assertThat(three.epochs.subList(0, 2 * EPOCHS)).isEqualTo(two.epochs);
    }
}
