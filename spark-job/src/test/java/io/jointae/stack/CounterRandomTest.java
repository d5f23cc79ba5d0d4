package io.jointae.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class CounterRandomTest {

    private static final int N = 1 << 20;

    @Test
    void gaussianHasTheMomentsAndTheShapeOfTheNormalDistribution() {
        float[] values = new float[N];
        CounterRandom.gaussian(CounterRandom.key(1, "test"), 0, 1, values, N);
        double[] moments = new double[5];
        for (float v : values) {
            for (int k = 1; k <= 4; k++) {
                moments[k] += Math.pow(v, k) / N;
            }
        }
        // Each tolerance is five standard errors of the sample moment.
        assertThat(moments[1]).isCloseTo(0, within(5 / Math.sqrt(N)));
        assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2.0 / N)));
        assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15.0 / N)));
        assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96.0 / N)));
        Arrays.sort(values);
        NormalDistribution normal = new NormalDistribution();
        double distance = 0;
        for (int i = 0; i < N; i += 16) {
            distance = Math.max(distance, Math.abs(normal.cumulativeProbability(values[i]) - (i + 0.5) / N));
        }
        // The Kolmogorov-Smirnov bound at the 0.1 % level.
        assertThat(distance).isLessThan(1.95 / Math.sqrt(N));
    }

    @Test
    void neighboringUnitsExamplesAndEpochsAreUncorrelated() {
        float[] one = new float[N];
        float[] next = new float[N];
        long key = CounterRandom.key(7, "test");
        CounterRandom.gaussian(CounterRandom.key(key, 3), 0, 1, one, N);
        CounterRandom.gaussian(CounterRandom.key(key, 4), 0, 1, next, N);
        double across = 0;
        double within = 0;
        double withinNextWord = 0;
        for (int i = 0; i + 2 < N; i++) {
            across += one[i] * next[i] / N;
            within += one[i] * one[i + 1] / N;
            withinNextWord += one[i] * one[i + 2] / N;
        }
        assertThat(across).isCloseTo(0, within(5 / Math.sqrt(N)));
        assertThat(within).isCloseTo(0, within(5 / Math.sqrt(N)));
        assertThat(withinNextWord).isCloseTo(0, within(5 / Math.sqrt(N)));
    }

    @Test
    void theNumberOfAUnitDoesNotDependOnTheUnitsAroundIt() {
        float[] all = new float[101];
        float[] tail = new float[51];
        CounterRandom.gaussian(9, 0, 0.5f, all, 101);
        CounterRandom.gaussian(9, 50, 0.5f, tail, 51);
        assertThat(tail).isEqualTo(Arrays.copyOfRange(all, 50, 101));
    }

    @Test
    void maskingAndSaltAndPepperReplaceTheirShareOfUnits() {
        int n = 100_000;
        float[] scratch = new float[n];
        float[] masked = new float[n];
        Arrays.fill(masked, 0.5f);
        CounterRandom.corrupt(new Corruption(Corruption.Kind.MASKING, 0.3), 5, 0, masked, scratch, n);
        float[] salted = new float[n];
        Arrays.fill(salted, 0.5f);
        CounterRandom.corrupt(new Corruption(Corruption.Kind.SALT_AND_PEPPER, 0.3), 5, 0, salted, scratch, n);
        assertThat(share(masked, 0)).isCloseTo(0.3, within(0.01));
        assertThat(share(salted, 0)).isCloseTo(0.15, within(0.01));
        assertThat(share(salted, 1)).isCloseTo(0.15, within(0.01));
        float[] gradient = new float[n];
        Arrays.fill(gradient, 1);
        CounterRandom.backward(new Corruption(Corruption.Kind.MASKING, 0.3), 5, 0, gradient, n);
        for (int i = 0; i < n; i++) {
            assertThat(gradient[i] == 0).isEqualTo(masked[i] == 0);
        }
    }

    private static double share(float[] values, float value) {
        int count = 0;
        for (float v : values) {
            count += v == value ? 1 : 0;
        }
        return (double) count / values.length;
    }
}
