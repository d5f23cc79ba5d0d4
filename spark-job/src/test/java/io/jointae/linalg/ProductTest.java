package io.jointae.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class ProductTest {

    @Test
    void oneDnnIsPresentOnThePlatformItIsPackedFor() {
        assertThat(OneDnn.isPresent()).isEqualTo(Loader.getPlatform().equals("linux-x86_64"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 5, 2", "17, 100, 784", "784, 1, 1000", "1000, 100, 31", "10, 250, 129", "255, 257, 100"})
    void everyTranspositionEqualsTheSumOfProducts(int m, int n, int k) {
        for (boolean transposeA : List.of(false, true)) {
            for (boolean transposeB : List.of(false, true)) {
                assertProduct(m, n, k, transposeA, transposeB, 0);
                assertProduct(m, n, k, transposeA, transposeB, 1);
            }
        }
    }

    @Test
    void viewsOfColumnsAreMultipliedInPlace() {
        Matrix a = random(7, 30, 1);
        Matrix b = random(7, 20, 2);
        Matrix c = Matrix.create(DataType.FLOAT, 9, 40);
        c.write(new float[9 * 40]);

        c.columns(3, 20).product(a.columns(11, 9), true, b, false, 0);

        float[] left = values(a);
        float[] right = values(b);
        float[] all = values(c);
        for (int j = 0; j < 40; j++) {
            for (int i = 0; i < 9; i++) {
                double sum = 0;
                for (int l = 0; l < 7 && j >= 3 && j < 23; l++) {
                    sum += left[(11 + i) * 7 + l] * right[(j - 3) * 7 + l];
                }
                assertThat((double) all[j * 9 + i]).isCloseTo(sum, within(1e-5));
            }
        }
    }

    @Test
    void aWrongShapeIsRefusedWithAMessageThatStatesAllThreeShapes() {
        Matrix a = random(4, 3, 1);
        assertThatThrownBy(() -> random(4, 5, 2).product(a, true, random(4, 5, 3), false, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[4, 3] transposed times [4, 5] does not have the shape [4, 5]");
    }

    private static void assertProduct(int m, int n, int k, boolean transposeA, boolean transposeB, int beta) {
        Matrix a = transposeA ? random(k, m, 1) : random(m, k, 1);
        Matrix b = transposeB ? random(n, k, 2) : random(k, n, 2);
        Matrix c = random(m, n, 3);
        float[] before = values(c);
        if (beta == 0) {
            float[] undefined = new float[m * n];
            Arrays.fill(undefined, Float.NaN);
            c.write(undefined);
        }
        c.product(a, transposeA, b, transposeB, beta);

        float[] left = values(a);
        float[] right = values(b);
        float[] product = values(c);
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                double sum = beta == 0 ? 0 : before[j * m + i];
                for (int l = 0; l < k; l++) {
                    sum += (double) left[transposeA ? i * k + l : l * m + i]
                            * right[transposeB ? l * n + j : j * k + l];
                }
                if (!(Math.abs(product[j * m + i] - sum) < 1e-4)) {
                    throw new AssertionError(String.format(
                            "element [%d, %d] for m = %d, n = %d, k = %d, transposed %s %s, beta %d: %s instead of %s",
                            i, j, m, n, k, transposeA, transposeB, beta, product[j * m + i], sum));
                }
            }
        }
    }

    private static Matrix random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        Matrix matrix = Matrix.create(DataType.FLOAT, rows, columns);
        matrix.write(values);
        return matrix;
    }

    private static float[] values(Matrix matrix) {
        float[] values = new float[matrix.length()];
        matrix.read(values);
        return values;
    }
}
