package io.jointae.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class ConfidenceTest {

    @Test
    void givesThePapersIntervals() {
        // Table II: rect 1.14 +- 0.09 and bg-img-rot 52.44 +- 0.44 of 50,000, MNIST 1.48 +- 0.24 of 10,000.
        assertThat(Confidence.errorPercent95(570, 50_000)).isCloseTo(0.09, within(0.005));
        assertThat(Confidence.errorPercent95(26_220, 50_000)).isCloseTo(0.44, within(0.005));
        assertThat(Confidence.errorPercent95(148, 10_000)).isCloseTo(0.24, within(0.005));
    }

    @Test
    void momentsOfPartsAreThoseOfTheWhole() {
        double[] values = {1, 5, 2, 8, -3, 4};
        Moments parts =
                Moments.of(new double[] {1, 5}, 2).plus(Moments.NONE).plus(Moments.of(new double[] {2, 8, -3, 4}, 4));
        Moments whole = Moments.of(values, 6);
        assertThat(parts.mean()).isCloseTo(whole.mean(), within(1e-12));
        assertThat(parts.deviations()).isCloseTo(whole.deviations(), within(1e-12));
        // Variance 14.1667 of 6 values.
        assertThat(Confidence.standardError(whole.deviations(), 6)).isCloseTo(1.5366, within(1e-4));
    }

    @Test
    void theBootstrapAgreesWithItsNormalLimit() {
        // 400 against 340 discordant rows: z = 60 / sqrt(740) = 2.206, two-sided p = 0.0274.
        double p = Confidence.pairedBootstrap(400, 340, 50_000, 20_000, 3);
        double expected = 2 * new NormalDistribution().cumulativeProbability(-60 / Math.sqrt(740));
        assertThat(p).isCloseTo(expected, within(0.006));
    }

    @Test
    void equalModelsDoNotDiffer() {
        assertThat(Confidence.pairedBootstrap(0, 0, 1000, 1000, 1)).isEqualTo(1);
        assertThat(Confidence.pairedBootstrap(50, 50, 1000, 1000, 1)).isGreaterThan(0.8);
    }

    @Test
    void neverClaimsMoreThanItsResamplesShow() {
        assertThat(Confidence.pairedBootstrap(900, 0, 1000, 999, 1)).isCloseTo(0.002, within(1e-12));
        assertThatThrownBy(() -> Confidence.pairedBootstrap(900, 200, 1000, 10, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
