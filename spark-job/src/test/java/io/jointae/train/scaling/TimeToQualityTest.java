package io.jointae.train.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import org.junit.jupiter.api.Test;

class TimeToQualityTest {

    private static final ClusterNetwork FAST = new ClusterNetwork(10, 0.2);
    private static final OuterOptimizer NESTEROV = new OuterOptimizer(OuterOptimizer.Rule.NESTEROV, 0.7, 0.9);
    private static final RoundCosts COSTS = new RoundCosts(0.05, 2e-3, 4e-9, 1e-2, 6e-9);

    private static TimeToQuality time(long rows, int frequency, ClusterNetwork network) {
        return time(rows, frequency, COSTS, network);
    }

    private static TimeToQuality time(long rows, int frequency, RoundCosts costs, ClusterNetwork network) {
        Averaging averaging = new Averaging(4, frequency, Averaging.State.AVERAGE, NESTEROV);
        return new TimeToQuality(rows, 100, averaging, 0.028, 14e6, costs, network);
    }

    @Test
    void transferTimesFollowFromBandwidthAndLatency() {
        RoundCosts networkOnly = RoundCosts.constant(0);

        // 125 MB take 0.125 s at 1 GB/s. With 100 executors the broadcast has depth 7; the slices and the driver
        // follow.
        assertThat(networkOnly.roundSeconds(100, 125e6, new ClusterNetwork(8, 0)))
                .isCloseTo((7 + 1 + 1) * 0.125, within(1e-9));
        assertThat(networkOnly.roundSeconds(100, 0, new ClusterNetwork(8, 1))).isCloseTo(11e-3, within(1e-9));
        assertThat(networkOnly.roundSeconds(1, 125e6, new ClusterNetwork(8, 0))).isCloseTo(2 * 0.125, within(1e-9));
    }

    @Test
    void theWorkerWithMostExamplesDecidesTheStepsAndRoundsOfAnEpoch() {
        StepDivision division = new StepDivision(10_001, 100, 4, 5);

        // 2,501 examples are 25 full batches and one more.
        assertThat(division.examplesPerWorker()).isEqualTo(2501);
        assertThat(division.stepsPerEpoch()).isEqualTo(26);
        assertThat(division.stepsPerRound()).isEqualTo(5);
        assertThat(division.roundsPerEpoch()).isEqualTo(6);
        assertThat(new StepDivision(10_001, 100, 4, 0).roundsPerEpoch()).isEqualTo(1);
        assertThat(new StepDivision(10_001, 100, 4, 1000).stepsPerRound()).isEqualTo(26);
    }

    @Test
    void anEpochTakesItsStepsAndItsRounds() {
        TimeToQuality time = time(10_000, 5, FAST);
        double round = COSTS.roundSeconds(4, 14e6, FAST);

        assertThat(time.epochSeconds(4)).isCloseTo(25 * 0.028 + 5 * round, within(1e-9));
        // The rounds of a single worker last about four seconds, more than this epoch of 2.8 s.
        assertThat(time.epochSeconds(1)).isCloseTo(100 * 0.028 + 0.7 * COSTS.roundSeconds(1, 14e6, FAST), within(1e-9));
    }

    @Test
    void aSingleWorkerNeedsItsOwnTimeAndTheEpochFactorCountsForMore() {
        TimeToQuality time = time(1_000_000, 0, FAST);

        assertThat(time.relativeTime(1)).isEqualTo(1);
        assertThat(time.relativeTime(2))
                .isCloseTo(EpochFactor.of(NESTEROV, 2) * time.epochSeconds(2) / time.epochSeconds(1), within(1e-12))
                .isGreaterThan(0.5);
    }

    @Test
    void plainAveragingNeedsMoreEpochsThanAnOuterOptimizerWithMomentum() {
        assertThat(EpochFactor.of(OuterOptimizer.AVERAGE, 8)).isGreaterThan(EpochFactor.of(NESTEROV, 8));
        assertThat(EpochFactor.of(OuterOptimizer.AVERAGE, 1)).isEqualTo(1);
        assertThat(EpochFactor.of(NESTEROV, 1)).isEqualTo(1);
    }

    @Test
    void aSingleWorkersPlanTakesTheDefaultsOfEveryNumberOfWorkers() {
        TimeToQuality time = new TimeToQuality(50_000, 100, Averaging.SINGLE, 0.028, 14e6, COSTS, FAST);

        assertThat(time.division(2).stepsPerRound()).isEqualTo(25);
        assertThat(time.division(8).stepsPerRound()).isEqualTo(5);
        assertThat(time(50_000, 7, FAST).division(8).stepsPerRound()).isEqualTo(7);
    }

    @Test
    void fewerWorkersPayWhereRoundsAreSlow() {
        RoundCosts slowRounds = RoundCosts.constant(30);

        assertThat(time(50_000, 0, slowRounds, FAST).usefulWorkers()).isEqualTo(1);
        assertThat(time(50_000, 0, FAST).usefulWorkers()).isGreaterThan(1);
    }

    @Test
    void noMoreWorkersThanBatchesPay() {
        assertThat(time(100, 0, FAST).usefulWorkers()).isEqualTo(1);
    }

    @Test
    void aNetworkWithoutBandwidthIsRefused() {
        assertThatThrownBy(() -> new ClusterNetwork(0, 0.2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("bandwidth");
        assertThatThrownBy(() -> new ClusterNetwork(10, -1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("latency");
    }
}
