package io.jointae.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.bench.RoundModel.MeasuredRound;
import io.jointae.bench.RoundModel.Network;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundModelTest {

    private static final Network FAST = new Network(10, 0.2);

    /** Returns rounds that follow the model without noise. */
    private static List<MeasuredRound> roundsOf(RoundModel truth) {
        List<MeasuredRound> rounds = new ArrayList<>();
        for (int workers : new int[] {10, 16, 24}) {
            for (double bytes : new double[] {1e6, 5e6, 14e6}) {
                double driverSeconds = 0.02 + truth.driverPerWorker() * workers + truth.driverPerByte() * bytes;
                double seconds = truth.secondsOnSharedCores(workers, bytes, 2);
                rounds.add(new MeasuredRound(workers, bytes, seconds, driverSeconds));
            }
        }
        return rounds;
    }

    @Test
    void theFitRecoversTheCostsOfTheMeasuredRounds() {
        RoundModel truth = new RoundModel(0.05, 2e-3, 4e-9, 1e-2, 6e-9);

        RoundModel fitted = RoundModel.fit(roundsOf(truth), 2);

        assertThat(fitted.fixed()).isCloseTo(truth.fixed(), within(1e-9));
        assertThat(fitted.driverPerWorker()).isCloseTo(truth.driverPerWorker(), within(1e-9));
        assertThat(fitted.driverPerByte()).isCloseTo(truth.driverPerByte(), within(1e-15));
        assertThat(fitted.workerStart()).isCloseTo(truth.workerStart(), within(1e-9));
        assertThat(fitted.workerPerByte()).isCloseTo(truth.workerPerByte(), within(1e-15));
    }

    @Test
    void noFittedCostIsNegative() {
        // Noise may make rounds with more bytes look faster.
        RoundModel fitted = RoundModel.fit(
                List.of(
                        new MeasuredRound(10, 1e6, 0.31, 0.1),
                        new MeasuredRound(16, 1e6, 0.4, 0.1),
                        new MeasuredRound(10, 14e6, 0.3, 0.1),
                        new MeasuredRound(16, 14e6, 0.38, 0.1),
                        new MeasuredRound(24, 14e6, 0.5, 0.1)),
                2);

        assertThat(List.of(
                        fitted.fixed(),
                        fitted.driverPerWorker(),
                        fitted.driverPerByte(),
                        fitted.workerStart(),
                        fitted.workerPerByte()))
                .allSatisfy(cost -> assertThat(cost).isNotNegative());
        assertThat(fitted.secondsOnSharedCores(16, 1e6, 2)).isCloseTo(0.4, within(0.03));
    }

    @Test
    void transferTimesFollowFromBandwidthAndLatency() {
        RoundModel networkOnly = new RoundModel(0, 0, 0, 0, 0);

        // 125 MB take 0.125 s at 1 GB/s. With 100 executors the broadcast has depth 7; the slices and the driver
        // follow.
        assertThat(networkOnly.roundSeconds(100, 125e6, new Network(8, 0)))
                .isCloseTo((7 + 1 + 1) * 0.125, within(1e-9));
        assertThat(networkOnly.roundSeconds(100, 0, new Network(8, 1))).isCloseTo(11e-3, within(1e-9));
        assertThat(networkOnly.roundSeconds(1, 125e6, new Network(8, 0))).isCloseTo(2 * 0.125, within(1e-9));
    }

    @Test
    void theFastestExecutorCountGrowsWithRowsAndBandwidth() {
        RoundModel model = new RoundModel(0.05, 2e-3, 4e-9, 1e-2, 6e-9);
        Network slow = new Network(1, 0.2);

        int fewRows = model.fastestExecutorCount(1e4, 3500, 14e6, FAST);
        int manyRows = model.fastestExecutorCount(1e7, 3500, 14e6, FAST);
        int manyRowsOnSlowNetwork = model.fastestExecutorCount(1e7, 3500, 14e6, slow);

        assertThat(fewRows).isLessThan(manyRowsOnSlowNetwork);
        assertThat(manyRowsOnSlowNetwork).isLessThan(manyRows);
        assertThat(model.epochSeconds(manyRows, 1e7, 3500, 14e6, FAST))
                .isLessThan(model.epochSeconds(1, 1e7, 3500, 14e6, FAST) / 10);
    }
}
