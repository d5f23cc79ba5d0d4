package io.jointae.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EffectiveRankTest {

    @Test
    void theRankIsTheExponentialOfTheEntropyOfTheNormalizedSingularValues() {
        // The singular values 3 and 1 have the shares 3/4 and 1/4: exp(0.75 ln(4/3) + 0.25 ln 4) = 1.754765...
        double byHand = Math.pow(4.0 / 3, 0.75) * Math.pow(4, 0.25);
        assertThat(EffectiveRank.ofEigenvalues(new double[] {1, 9})).isCloseTo(byHand, within(1e-12));
        assertThat(byHand).isCloseTo(1.7547653506033232, within(1e-12));
    }

    @Test
    void equalSingularValuesCountFully() {
        assertThat(EffectiveRank.ofEigenvalues(new double[] {4, 4, 4, 0, 0})).isCloseTo(3, within(1e-12));
    }

    @Test
    void oneDirectionHasRankOneAndNoDirectionHasRankZero() {
        assertThat(EffectiveRank.ofEigenvalues(new double[] {0, 1e-9})).isEqualTo(1);
        assertThat(EffectiveRank.ofEigenvalues(new double[] {0, 0, 0})).isZero();
    }

    @Test
    void theScaleDoesNotMatterAndRoundingErrorsCountAsZero() {
        double rank = EffectiveRank.ofEigenvalues(new double[] {1, 2, 3});
        assertThat(EffectiveRank.ofEigenvalues(new double[] {1e-20, 2e-20, 3e-20}))
                .isCloseTo(rank, within(1e-12));
        assertThat(EffectiveRank.ofEigenvalues(new double[] {-1e-17, 1e-17, 1, 2, 3}))
                .isCloseTo(rank, within(1e-12));
    }
}
