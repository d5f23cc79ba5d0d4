package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkEstimateTest {

    @Test
    void aSweepOfSmallTrialsTakesTheTimeOfItsJobs() {
        // 0.3 s of arithmetic, 12 trials with two evaluations each, two at a time: 8 + (0.3 + 24 + 48) / 2.
        assertThat(WorkEstimate.seconds(0.3, 0.05, 12, 24, 2, 1)).isCloseTo(44.15, within(1e-9));
    }

    @Test
    void aSweepOfLargeTrialsTakesTheTimeOfItsArithmetic() {
        assertThat(WorkEstimate.seconds(1e6, 1e4, 100, 100, 10, 1)).isCloseTo(1e5, within(100.0));
    }

    @Test
    void theLongestChainIsALowerBound() {
        // One trial with one evaluation: 8 + 50 + 2 + 2.
        assertThat(WorkEstimate.seconds(100, 50, 4, 4, 100, 1)).isCloseTo(62, within(1e-9));
    }

    @Test
    void aFactorOfStoredResultsAppliesToAllButTheStart() {
        // Twice as long as in the first case, but for the start: 8 + 2 * (0.3 + 24 + 48) / 2.
        assertThat(WorkEstimate.seconds(2 * 0.3, 2 * 0.05, 12, 24, 2, 2)).isCloseTo(80.3, within(1e-9));
    }

    @Test
    void aSweepWithNothingToDoTakesItsStart() {
        assertThat(WorkEstimate.seconds(0, 0, 0, 0, 1, 1)).isCloseTo(8, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"44.2, 44 seconds", "150, 3 minutes", "6000, 100 minutes", "9000, 2.5 hours", "360000, 100 hours"})
    void aTimeIsShownInTheUnitThatReadsWell(double seconds, String text) {
        assertThat(WorkEstimate.duration(seconds)).isEqualTo(text);
    }
}
