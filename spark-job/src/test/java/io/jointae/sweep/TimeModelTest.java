package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.sweep.TimeModel.Work;
import org.junit.jupiter.api.Test;

class TimeModelTest {

    /** One multiply-add per second, a start of 8 s, 2 s per trial and 3 s per evaluation. */
    private static final TimeModel MODEL = new TimeModel(1, 8, 2, 3, 0.5, 1);

    @Test
    void aSweepOfSmallTrialsTakesTheTimeOfItsJobs() {
        // 0.2 s of training, 0.2 s of evaluations that count half, 12 trials with two evaluations each, two at a time.
        assertThat(MODEL.seconds(new Work(0.2, 0.2, 0.05, 12, 24), 2)).isCloseTo(8 + (0.3 + 24 + 72) / 2, within(1e-9));
    }

    @Test
    void aSweepOfLargeTrialsTakesTheTimeOfItsArithmetic() {
        assertThat(MODEL.seconds(new Work(1e6, 0, 1e4, 100, 100), 10)).isCloseTo(1e5, within(100.0));
    }

    @Test
    void theLongestChainIsALowerBound() {
        // One trial with one evaluation: 50 + 2 + 3.
        assertThat(MODEL.seconds(new Work(100, 0, 50, 4, 4), 100)).isCloseTo(8 + 55, within(1e-9));
    }

    @Test
    void aCorrectionAppliesToAllButTheStart() {
        assertThat(MODEL.corrected(2).seconds(new Work(0.2, 0.2, 0.05, 12, 24), 2))
                .isCloseTo(8 + 0.3 + 24 + 72, within(1e-9));
        assertThat(MODEL.corrected(2).ofResult(10, 4)).isCloseTo(2 * (10 + 2 + 2 + 3), within(1e-9));
    }

    @Test
    void aSweepWithNothingToDoTakesItsStart() {
        assertThat(MODEL.seconds(new Work(0, 0, 0, 0, 0), 1)).isCloseTo(8, within(1e-9));
    }

    @Test
    void trialsThatSlowEachOtherDownTakeLonger() {
        TrialSpeed speed = new TrialSpeed(2e9, 1e9);
        Work large = new Work(1e13, 0, 1e11, 100, 100);
        double fastest = TimeModel.fastest(speed).seconds(large, 2);
        double typical = TimeModel.typical(speed).seconds(large, 2);
        double slowest = TimeModel.slowest(speed).seconds(large, 2);
        assertThat(fastest).isBetween(2500.0, 2600.0);
        assertThat(typical).isBetween(5000.0, 5200.0);
        assertThat(slowest).isBetween(typical, 5400.0);
    }
}
