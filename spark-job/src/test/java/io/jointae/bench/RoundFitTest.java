package io.jointae.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.bench.RoundFit.MeasuredRound;
import io.jointae.train.scaling.RoundCosts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundFitTest {

    /** Returns rounds that follow the model without noise. */
    private static List<MeasuredRound> roundsOf(RoundCosts truth) {
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
        RoundCosts truth = new RoundCosts(0.05, 2e-3, 4e-9, 1e-2, 6e-9);

        RoundCosts fitted = RoundFit.of(roundsOf(truth), 2);

        assertThat(fitted.fixed()).isCloseTo(truth.fixed(), within(1e-9));
        assertThat(fitted.driverPerWorker()).isCloseTo(truth.driverPerWorker(), within(1e-9));
        assertThat(fitted.driverPerByte()).isCloseTo(truth.driverPerByte(), within(1e-15));
        assertThat(fitted.workerStart()).isCloseTo(truth.workerStart(), within(1e-9));
        assertThat(fitted.workerPerByte()).isCloseTo(truth.workerPerByte(), within(1e-15));
    }

    @Test
    void noFittedCostIsNegative() {
        // Noise may make rounds with more bytes look faster.
        RoundCosts fitted = RoundFit.of(
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
}
