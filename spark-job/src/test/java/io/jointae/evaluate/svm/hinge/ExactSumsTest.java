package io.jointae.evaluate.svm.hinge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumsTest {

    private static final double BOUND = 3000;

    @Test
    void theOrderAndTheGroupingOfTheTermsDoNotChangeABit() {
        Random random = new Random(3);
        List<float[]> terms = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            terms.add(new float[] {(float) random.nextGaussian(), (float) (1e-4 * random.nextGaussian())});
        }
        float[] inOrder = sum(terms).floats();
        Collections.shuffle(terms, random);
        ExactSums grouped = sum(terms.subList(400, 500));
        grouped.plus(sum(terms.subList(0, 13))).plus(sum(terms.subList(13, 400)));
        assertThat(grouped.floats()).containsExactly(inOrder);
        assertThat(grouped.sum(0, 1)).isEqualTo(sum(terms).sum(0, 1));
    }

    @Test
    void fineSumsKeepWhatIsLeftOfSmallTerms() {
        ExactSums coarse = new ExactSums(new double[] {1e20}, 1, false);
        ExactSums fine = new ExactSums(new double[] {1e20}, 1, true);
        for (int i = 0; i < 1000; i++) {
            coarse.add(0, 0, 0.125 + 1e-9);
            fine.add(0, 0, 0.125 + 1e-9);
        }
        assertThat(coarse.sum(0, 0)).isNotCloseTo(125 + 1e-6, within(1.0));
        assertThat(fine.sum(0, 0)).isCloseTo(125 + 1e-6, within(1e-6));
    }

    @Test
    void aSumMayReachItsBound() {
        ExactSums sums = new ExactSums(new double[] {4, 1000}, 1, false);
        for (int i = 0; i < 1000; i++) {
            sums.add(0, 0, -4.0 / 1000);
            sums.add(1, 0, 1);
        }
        assertThat(sums.sum(0, 0)).isCloseTo(-4, within(1e-12));
        assertThat(sums.sums(1, 1)).containsExactly(1000);
    }

    @Test
    void refusesTermsBeyondTheBoundAndTermsThatAreNoNumbers() {
        ExactSums sums = new ExactSums(new double[] {1}, 1, false);
        assertThatThrownBy(() -> sums.add(0, 0, 1000)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> sums.add(0, 0, Double.NaN)).isInstanceOf(ArithmeticException.class);
    }

    private static ExactSums sum(List<float[]> terms) {
        ExactSums sums = new ExactSums(new double[] {BOUND}, 2, false);
        terms.forEach(each -> sums.addAll(0, each, 0));
        return sums;
    }
}
