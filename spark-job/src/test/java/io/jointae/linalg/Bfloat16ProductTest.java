package io.jointae.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares products in bfloat16 with sums in double precision. A number has 8 significant bits in bfloat16, so rounding to
 * the nearest one has a relative error of at most u = 2^-9 and changes a product of two numbers by at most 2u + u^2 of its
 * magnitude. The sum of k products in single precision adds at most k 2^-24 of the sum of the magnitudes.
 */
class Bfloat16ProductTest {

    private static final double ROUNDING = 0x1p-9;
    private static final double ERROR_OF_PRODUCT = 2 * ROUNDING + ROUNDING * ROUNDING;
    private static final double ERROR_OF_SUM = 0x1p-24;

    private Bfloat16Products products;

    @BeforeAll
    static void needsBfloat16() {
        assumeTrue(ProductUnits.ofThisProcess().multiplyBfloat16(), "The processor does not multiply bfloat16.");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "3, 5, 2",
        "17, 100, 784",
        "784, 1, 1000",
        "1000, 100, 31",
        "10, 250, 129",
        "255, 257, 100",
        "64, 100, 1000"
    })
    void everyTranspositionIsWithinTheErrorOfRoundingItsFactors(int m, int n, int k) {
        products = new Bfloat16Products();
        for (boolean transposeA : List.of(false, true)) {
            for (boolean transposeB : List.of(false, true)) {
                assertProduct(m, n, k, transposeA, transposeB, 0);
                assertProduct(m, n, k, transposeA, transposeB, 1);
            }
        }
    }

    @Test
    void factorsThatBfloat16HoldsExactlyGiveTheExactProduct() {
        products = new Bfloat16Products();
        // Numbers from -16 to 16 in steps of 1/8 have at most 8 significant bits, and the sums have at most 24.
        Bfloat16Matrix a = matrix(40, 30, 1, 128);
        Bfloat16Matrix b = matrix(40, 20, 2, 128);
        Bfloat16Matrix c = Bfloat16Matrix.create(products, 30, 20);
        c.product(a, true, b, false, 0);
        float[] left = values(a);
        float[] right = values(b);
        float[] product = values(c);
        for (int j = 0; j < 20; j++) {
            for (int i = 0; i < 30; i++) {
                double sum = 0;
                for (int l = 0; l < 40; l++) {
                    sum += (double) left[i * 40 + l] * right[j * 40 + l];
                }
                assertThat((double) product[j * 30 + i]).isEqualTo(sum);
            }
        }
    }

    @Test
    void aFactorIsConvertedAgainAfterEveryKindOfChangeAlsoThroughAView() {
        products = new Bfloat16Products();
        Bfloat16Matrix flat = matrix(16 * 16, 1, 1, 4);
        Bfloat16Matrix weights = flat.view(0, 16, 16);
        Bfloat16Matrix x = matrix(16, 8, 2, 4);
        Bfloat16Matrix other = matrix(16, 8, 3, 4);
        List<Runnable> changes = List.of(
                () -> flat.put(5, new float[] {3, 2}, 2),
                () -> flat.write(values(matrix(16 * 16, 1, 4, 4))),
                () -> flat.fill(0.5),
                () -> weights.columns(3, 1).put(0, new float[] {7}, 1),
                () -> x.copyColumn(1, other, 2),
                () -> x.add(other),
                () -> x.product(matrix(16, 16, 5, 2), false, other, false, 0),
                () -> x.columns(4).write(new float[16 * 4]));
        for (int change = 0; change < changes.size(); change++) {
            assertThat(values(product(weights, x)))
                    .as("before change %d", change)
                    .isEqualTo(fresh(weights, x));
            changes.get(change).run();
            assertThat(values(product(weights, x)))
                    .as("after change %d", change)
                    .isEqualTo(fresh(weights, x));
        }
    }

    @ParameterizedTest
    @CsvSource({"784, 1000, 100", "31, 17, 5", "100, 60, 1"})
    void settledWeightsGiveTheProductsOfWeightsThatMayChange(int in, int out, int batch) {
        products = new Bfloat16Products();
        Matrix flat = random(in * out, 1, 1);
        Matrix settled = random(in * out, 1, 1);
        settled.settle();
        Matrix x = random(in, batch, 2);
        Matrix code = random(out, batch, 3);
        Matrix changing = flat.view(0, in, out);
        Matrix constant = settled.view(0, in, out);
        Matrix decoded = Bfloat16Matrix.create(products, in, batch);
        Matrix expected = Bfloat16Matrix.create(products, in, batch);
        decoded.product(constant, false, code, false, 0);
        expected.product(changing, false, code, false, 0);
        assertClose(values(decoded), values(expected));
        assertClose(values(product(constant, x)), values(product(changing, x)));
    }

    private static void assertClose(float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    @Test
    void equalFactorsGiveEqualBitsTwice() {
        float[] first = once();
        assertThat(once()).isEqualTo(first);
    }

    private float[] once() {
        products = new Bfloat16Products();
        return values(product(random(784, 1000, 1), random(784, 100, 2)));
    }

    private Bfloat16Matrix product(Matrix weights, Matrix x) {
        Bfloat16Matrix result = Bfloat16Matrix.create(products, weights.columns(), x.columns());
        result.product(weights, true, x, false, 0);
        return result;
    }

    /** Returns the product of copies of the factors that were never multiplied before. */
    private float[] fresh(Matrix weights, Matrix x) {
        Bfloat16Matrix a = Bfloat16Matrix.create(products, weights.rows(), weights.columns());
        Bfloat16Matrix b = Bfloat16Matrix.create(products, x.rows(), x.columns());
        a.write(values(weights));
        b.write(values(x));
        return values(product(a, b));
    }

    private void assertProduct(int m, int n, int k, boolean transposeA, boolean transposeB, int beta) {
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
        double error = 0;
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                double sum = beta == 0 ? 0 : before[j * m + i];
                double magnitudes = Math.abs(sum);
                for (int l = 0; l < k; l++) {
                    double each = (double) left[transposeA ? i * k + l : l * m + i]
                            * right[transposeB ? l * n + j : j * k + l];
                    sum += each;
                    magnitudes += Math.abs(each);
                }
                double bound = (ERROR_OF_PRODUCT + (k + 1) * ERROR_OF_SUM) * magnitudes;
                assertThat((double) product[j * m + i])
                        .as("element [%d, %d], transposed %s %s, beta %d", i, j, transposeA, transposeB, beta)
                        .isCloseTo(sum, within(bound));
                error = Math.max(error, Math.abs(product[j * m + i] - sum) / magnitudes);
            }
        }
        if (m * n * k > 1000) {
            // A product in single precision would have a far smaller error than one of rounded factors.
            assertThat(error).isGreaterThan(1e-5);
        }
    }

    private Bfloat16Matrix random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        Bfloat16Matrix matrix = Bfloat16Matrix.create(products, rows, columns);
        matrix.write(values);
        return matrix;
    }

    /** Returns a matrix of multiples of 1/8 whose magnitude is at most {@code eighths / 8}. */
    private Bfloat16Matrix matrix(int rows, int columns, long seed, int eighths) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-eighths, eighths + 1) / 8f;
        }
        Bfloat16Matrix matrix = Bfloat16Matrix.create(products, rows, columns);
        matrix.write(values);
        return matrix;
    }

    private static float[] values(Matrix matrix) {
        float[] values = new float[matrix.length()];
        matrix.read(values);
        return values;
    }
}
