package io.jointae.train.listener;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.model.EpochRecord;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Updater;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.List;
import org.junit.jupiter.api.Test;

class DivergenceGuardTest {

    private static final TrainingPlan PLAN = plan(Scheme.L);

    private final DivergenceGuard guard = new DivergenceGuard();

    @Test
    void aCostThatIsNotANumberStopsTheRunAndTheErrorNamesTheLearningRate() {
        epoch(0, 1, 300);
        assertThatThrownBy(() -> epoch(0, 2, Double.NaN))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("rect DAE-2J diverged in epoch 2 of phase 1: its cost is NaN.")
                .hasMessageContaining("Lower the learning rate, which is 0.02.");
    }

    @Test
    void aCostFarAboveTheFirstEpochStopsTheRun() {
        epoch(0, 1, 300);
        epoch(0, 2, 2900);
        assertThatThrownBy(() -> epoch(0, 3, 3100)).isInstanceOf(TrainingDivergedException.class);
    }

    @Test
    void relativeJumpsOfASmallCostDoNotStopTheRun() {
        epoch(0, 1, 300);
        epoch(0, 2, 0.02);
        assertThatCode(() -> epoch(0, 3, 0.9)).doesNotThrowAnyException();
    }

    @Test
    void eachPhaseIsComparedWithItsOwnFirstEpoch() {
        epoch(0, 1, 3);
        assertThatCode(() -> epoch(1, 1, 400)).doesNotThrowAnyException();
    }

    @Test
    void aJointPhaseThatBeginsWithTrainedLayersIsComparedWithTheirFirstEpoch() {
        TrainingPlan plan = plan(Scheme.UJ);
        TrainingState start = TrainingState.atPhaseStart(
                2,
                new float[0],
                List.of(EpochRecord.unevaluated(0, 1, 300, 1000), EpochRecord.unevaluated(1, 1, 20, 1000)));
        guard.onStart(plan, start);
        assertThatCode(() -> guard.onEpochEnd(plan, start, EpochRecord.unevaluated(2, 1, 0.002, 1000)))
                .doesNotThrowAnyException();
        assertThatCode(() -> guard.onEpochEnd(plan, start, EpochRecord.unevaluated(2, 2, 2900, 1000)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.onEpochEnd(plan, start, EpochRecord.unevaluated(2, 3, 3100, 1000)))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining(
                        "in epoch 3 of phase 3: its cost is 3100.0, after 300.0 in the first epoch of phase 1.");
    }

    @Test
    void aResumedRunIsComparedWithTheFirstEpochOfItsPhaseBeforeTheInterruption() {
        List<EpochRecord> history = List.of(
                EpochRecord.unevaluated(0, 1, 5000, 1000),
                EpochRecord.unevaluated(1, 1, 300, 1000),
                EpochRecord.unevaluated(1, 2, 2900, 1000));
        guard.onStart(PLAN, TrainingState.atPhaseStart(1, new float[0], history));
        assertThatThrownBy(() -> epoch(1, 3, 3100))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("its cost is 3100.0, after 300.0 in the first epoch of phase 2");
    }

    @Test
    void aRunThatResumesAtTheStartOfAPhaseIsComparedWithTheFirstEpochOfThatPhase() {
        guard.onStart(
                PLAN, TrainingState.atPhaseStart(1, new float[0], List.of(EpochRecord.unevaluated(0, 1, 3, 1000))));
        assertThatCode(() -> epoch(1, 1, 400)).doesNotThrowAnyException();
    }

    private static TrainingPlan plan(Scheme scheme) {
        return new TrainingPlan(
                "rect DAE-2J",
                Architecture.paper(4, 2, LayerSpec.plain(3)),
                scheme.phases(2, 10, 0.02),
                new StepSettings(Updater.RMSPROP, 5, true, 1),
                Averaging.SINGLE,
                0);
    }

    private void epoch(int phase, int epoch, double cost) {
        guard.onEpochEnd(PLAN, TrainingState.initial(PLAN), EpochRecord.unevaluated(phase, epoch, cost, 1000));
    }
}
