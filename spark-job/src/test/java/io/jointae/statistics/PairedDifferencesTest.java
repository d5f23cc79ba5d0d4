package io.jointae.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDifferencesTest {

    @Test
    void thePairedTTestAgreesWithTables() {
        // Mean 2, standard deviation 1, n = 4: t = 4 with 3 degrees of freedom, two-sided p = 0.0280.
        double[] differences = {2 - Math.sqrt(1.5), 2, 2, 2 + Math.sqrt(1.5)};
        assertThat(PairedDifferences.p(differences)).isCloseTo(0.0280, within(0.0002));
        double[] opposite = {-differences[0], -2, -2, -differences[3]};
        assertThat(PairedDifferences.p(opposite)).isCloseTo(0.0280, within(0.0002));
    }

    @Test
    void noDifferenceOrASingleOneProvesNothing() {
        assertThat(PairedDifferences.p(new double[] {3})).isEqualTo(1);
        assertThat(PairedDifferences.p(new double[] {1, -1})).isEqualTo(1);
        assertThat(PairedDifferences.p(new double[] {0, 0, 0})).isEqualTo(1);
        assertThat(PairedDifferences.p(new double[] {2, 2, 2})).isZero();
    }

    @Test
    void errorsAreBootstrappedWhileFewRowsDifferAndHaveTheNormalLimitBeyond() {
        assertThat(PairedDifferences.ofErrors(40, 10, 1000))
                .isEqualTo(Confidence.pairedBootstrap(40, 10, 1000, 10_000, 1));
        // z = 100 / sqrt(2500) = 2, two-sided p = 0.0455.
        assertThat(PairedDifferences.ofErrors(1300, 1200, 50_000)).isCloseTo(0.0455, within(1e-4));
        assertThat(PairedDifferences.ofErrors(1200, 1300, 50_000)).isCloseTo(0.0455, within(1e-4));
        assertThat(Confidence.pairedBootstrap(1300, 1200, 50_000, 2_000, 1)).isCloseTo(0.0455, within(0.02));
    }

    @Test
    void intervalsAloneGiveANormalTest() {
        // Standard errors of 0.3 and 0.4: 0.98 is 1.96 of their hypotenuse 0.5.
        double p = PairedDifferences.unpaired(0.98, 0.3 * Confidence.NORMAL_95, 0.4 * Confidence.NORMAL_95);
        assertThat(p).isCloseTo(0.05, within(1e-4));
        assertThat(PairedDifferences.unpaired(0, 0, 0)).isEqualTo(1);
        assertThat(PairedDifferences.unpaired(1, 0, 0)).isZero();
    }

    @Test
    void combinedPValuesAddUpAndOppositeOnesCancelOut() {
        double two = PairedDifferences.combinedZ(new double[] {0.05, 0.05}, new boolean[] {true, true}, 1e-4);
        // 2 * 1.95996 / sqrt(2) = 2.7718, p = 0.00557.
        assertThat(two).isCloseTo(2.7718, within(1e-3));
        assertThat(PairedDifferences.ofZ(two)).isCloseTo(0.00557, within(1e-4));
        assertThat(PairedDifferences.combinedZ(new double[] {0.05, 0.05}, new boolean[] {true, false}, 1e-4))
                .isZero();
        assertThat(PairedDifferences.combinedZ(new double[] {1e-30}, new boolean[] {false}, 1e-4))
                .isCloseTo(-3.8906, within(1e-3));
        assertThat(PairedDifferences.combinedZ(new double[] {1}, new boolean[] {true}, 1e-4))
                .isCloseTo(0, within(1e-9));
    }
}
