package io.jointae.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FloatMathTest {

    private static final int N = 4001;

    @Test
    void logisticAndTanhAgreeWithDoublePrecision() {
        float[] z = ramp();
        float[] y = ramp();
        float[] t = ramp();
        FloatMath.logistic(y, N);
        FloatMath.tanh(t, N);
        for (int i = 0; i < N; i++) {
            assertThat((double) y[i]).isCloseTo(1 / (1 + Math.exp(-z[i])), within(3e-7));
            assertThat((double) t[i]).isCloseTo(Math.tanh(z[i]), within(6e-7));
        }
    }

    @Test
    void foldingKeepsTheSum() {
        for (int n : new int[] {1, 63, 64, 784, 1000, 1024, 2047}) {
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = i % 7 - 2.5f;
            }
            double sum = FloatMath.sum(values, n);
            int left = FloatMath.fold(values, n);
            assertThat(left).isLessThanOrEqualTo(n);
            assertThat(FloatMath.sum(values, left)).isEqualTo(sum);
        }
    }

    @Test
    void crossEntropyIsAccurateEvenWhereTheLogisticSaturates() {
        float[] z = ramp();
        float[] y = ramp();
        float[] target = new float[N];
        float[] cost = new float[N];
        FloatMath.logistic(y, N);
        for (float t : new float[] {0, 0.3f, 1}) {
            Arrays.fill(target, t);
            FloatMath.crossEntropy(z, y, target, cost, N);
            for (int i = 0; i < N; i++) {
                double exact = Math.max(z[i], 0) + Math.log1p(Math.exp(-Math.abs(z[i]))) - (double) t * z[i];
                assertThat((double) cost[i]).isCloseTo(exact, within(1e-6 * Math.max(1, Math.abs(z[i]))));
            }
        }
    }

    @Test
    void theLogisticOfSumsEqualsTheLogisticAfterAnAddition() {
        float[] z = ramp();
        float[] bias = ramp();
        float[] fused = ramp();
        FloatMath.add(z, bias, N);
        FloatMath.logistic(z, N);
        FloatMath.logistic(fused, bias, N);
        assertThat(fused).isEqualTo(z);
        for (float value : z) {
            assertThat(value).isBetween(0f, 1f);
        }
    }

    @Test
    void notANumberStaysNotANumber() {
        float[] z = {Float.NaN};
        FloatMath.logistic(z, 1);
        assertThat(z[0]).isNaN();
    }

    private static float[] ramp() {
        float[] z = new float[N];
        for (int i = 0; i < N; i++) {
            z[i] = (i - N / 2) * 0.02f;
        }
        return z;
    }
}
