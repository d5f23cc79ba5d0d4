package io.jointae.evaluate.svm.newton;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExactLineSearchTest {

    @Test
    void findsTheMinimumOfManyRandomFunctions() {
        SplittableRandom random = new SplittableRandom(11);
        for (int trial = 0; trial < 200; trial++) {
            float[] slacks = new float[40];
            float[] decreases = new float[40];
            for (int i = 0; i < 40; i++) {
                slacks[i] = (float) (3 * random.nextDouble() - 1.5);
                decreases[i] = (float) (2 * random.nextDouble() - 0.5);
            }
            double cost = Math.pow(10, 4 * random.nextDouble() - 2);
            double slope = 0.1 * random.nextDouble();
            double curvature = 0.01 + random.nextDouble();
            if (derivative(0, slope, curvature, cost, slacks, decreases) >= 0) {
                continue;
            }
            double t = ExactLineSearch.minimum(slope, curvature, cost, slacks, decreases, 1);
            assertThat(derivative(t * (1 - 1e-4), slope, curvature, cost, slacks, decreases))
                    .isNegative();
            assertThat(derivative(t * (1 + 1e-4), slope, curvature, cost, slacks, decreases))
                    .isPositive();
        }
    }

    @Test
    void onlyRowsAtTheStrideCount() {
        float[] slacks = {1, 100, 1, -100};
        float[] decreases = {1, -5, 1, 7};
        // f'(t) = t - 2 * 0.5 * 2 (1 - t) is 0 at 2/3.
        assertThat(ExactLineSearch.minimum(0, 1, 0.5, slacks, decreases, 2))
                .isCloseTo(2 / 3.0, org.assertj.core.data.Offset.offset(1e-6));
    }

    private static double derivative(
            double t, double slope, double curvature, double cost, float[] slacks, float[] decreases) {
        double sum = slope + t * curvature;
        for (int i = 0; i < slacks.length; i++) {
            sum -= 2 * cost * Math.max(0, slacks[i] - t * decreases[i]) * decreases[i];
        }
        return sum;
    }
}
