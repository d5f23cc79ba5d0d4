package io.jointae.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.model.EpochRecord;
import io.jointae.model.EpochRecord.Reconstruction;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Updater;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.PlanPosition;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final TrainingPlan JOINT = plan(Scheme.J);
    private static final TrainingPlan LAYERWISE = plan(Scheme.L);

    private final AtomicLong nanoTime = new AtomicLong(17);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ProgressLine progress =
            new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), nanoTime::get);
    private final List<EpochRecord> history = new ArrayList<>();

    /** Returns a plan of two layers with 300 epochs per phase. */
    private static TrainingPlan plan(Scheme scheme) {
        return new TrainingPlan(
                "rect DAE-2" + scheme.cliName(),
                Architecture.paper(4, 2, LayerSpec.plain(3)),
                scheme.phases(2, 300, 0.02),
                new StepSettings(Updater.RMSPROP, 5, true, 1),
                Averaging.SINGLE,
                3);
    }

    private TrainingState state(int phase, int epoch) {
        return new TrainingState(
                new PlanPosition(phase, epoch, 0),
                new float[0],
                new float[0],
                Map.of(),
                history,
                EpochTotals.NONE,
                new float[0]);
    }

    private void passSeconds(double seconds) {
        nanoTime.addAndGet(Math.round(seconds * 1e9));
    }

    private void addEpoch(int phase, int epoch, double cost, Double valid, double examplesPerSecond) {
        history.add(new EpochRecord(
                phase, epoch, cost, new Reconstruction(null, valid), Reconstruction.NONE, examplesPerSecond));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aLineShowsTheEpochTheCostsTheThroughputAndTheRemainingTime() {
        progress.onStart(JOINT, state(0, 0));
        passSeconds(2);
        addEpoch(0, 1, 69.474, 51.736, 3383.4);
        progress.onRoundEnd(JOINT, state(0, 1));

        // One epoch took 2 seconds, so the remaining 299 epochs take 598 seconds.
        assertThat(lines())
                .containsExactly("rect DAE-2J: epoch 1 of 300, cost 69.47, validation cost 51.74,"
                        + " 3,383 examples per second, 9:58 left");
    }

    @Test
    void oneExamplePerSecondIsSingular() {
        progress.onStart(JOINT, state(0, 0));
        passSeconds(1);
        addEpoch(0, 1, 5, null, 0.6);
        progress.onRoundEnd(JOINT, state(0, 1));
        passSeconds(1);
        addEpoch(0, 2, 5, null, 1.6);
        progress.onRoundEnd(JOINT, state(0, 2));

        assertThat(lines())
                .containsExactly(
                        "rect DAE-2J: epoch 1 of 300, cost 5.00, 1 example per second, 4:59 left",
                        "rect DAE-2J: epoch 2 of 300, cost 5.00, 2 examples per second, 4:58 left");
    }

    @Test
    void theRemainingTimeShowsHoursOnlyIfThereAreSome() {
        progress.onStart(JOINT, state(0, 0));
        passSeconds(13);
        addEpoch(0, 1, 5, null, 10);
        progress.onRoundEnd(JOINT, state(0, 1));
        addEpoch(0, 300, 5, null, 10);
        progress.onRoundEnd(JOINT, state(1, 0));

        // The remaining 299 epochs take 3,887 seconds.
        assertThat(lines())
                .containsExactly(
                        "rect DAE-2J: epoch 1 of 300, cost 5.00, 10 examples per second, 1:04:47 left",
                        "rect DAE-2J: epoch 300 of 300, cost 5.00, 10 examples per second, 0:00 left");
    }

    @Test
    void aLineNamesThePhaseAndCountsTheEpochsOfAllPhasesInTheRemainingTime() {
        progress.onStart(LAYERWISE, state(0, 0));
        passSeconds(100);
        addEpoch(0, 300, 5, 7.0, 10);
        addEpoch(1, 1, 6, null, 10);
        progress.onRoundEnd(LAYERWISE, state(1, 100));

        // 400 of 600 epochs took 100 seconds. The last known validation cost is that of the epoch before.
        assertThat(lines())
                .containsExactly("rect DAE-2L: " + LAYERWISE.phases().get(1).name()
                        + ", epoch 1 of 300, cost 6.00, validation cost 7.00, 10 examples per second, 0:50 left");
    }

    @Test
    void aRoundInWhichNoEpochEndedPrintsNothing() {
        progress.onStart(JOINT, state(0, 0));
        progress.onRoundEnd(JOINT, state(0, 0));

        assertThat(lines()).isEmpty();
    }

    @Test
    void aResumedRunEstimatesTheRemainingTimeFromItsOwnEpochs() {
        addEpoch(0, 100, 5, null, 10);
        progress.onStart(JOINT, state(0, 100));
        progress.onRoundEnd(JOINT, state(0, 100));
        passSeconds(30);
        addEpoch(0, 200, 4, null, 10);
        progress.onRoundEnd(JOINT, state(0, 200));

        assertThat(lines())
                .containsExactly(
                        "rect DAE-2J: resumed after epoch 100 of 300",
                        "rect DAE-2J: epoch 200 of 300, cost 4.00, 10 examples per second, 0:30 left");
    }
}
