package io.jointae.evaluate.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.stack.compute.ElementWise;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Parzen sums and nearest neighbors against double precision, one pair at a time. */
class DensityTest {

    private static final int WIDTH = 50;
    private static final ElementWise OPS = ElementWise.of(DataType.FLOAT);

    @Test
    void agreesWithTheOracleAtEveryWidth() {
        agrees(uniform(700, 1), uniform(300, 2), 0.02, 0.1, 0.5, 1, 2, 10);
    }

    @Test
    void tinyWidthsAreExact() {
        agrees(uniform(400, 1), uniform(100, 2), 1e-4, 1e-3, 0.01);
    }

    @Test
    void duplicatesAreExact() {
        float[] samples = uniform(300, 1);
        float[] rows = Arrays.copyOf(samples, 40 * WIDTH);
        // Exact duplicates, and rows a hair away from one, where the product form cancels completely.
        for (int i = 20; i < 40; i++) {
            rows[i * WIDTH] += 1e-4f;
        }
        System.arraycopy(samples, 0, samples, 100 * WIDTH, 30 * WIDTH);
        agrees(samples, rows, 1e-6, 1e-4, 1e-2, 0.3);
    }

    @Test
    void farAwaySamplesCountAsFarAsTheyDo() {
        agrees(moved(uniform(200, 1), 30), uniform(50, 2), 0.1, 1, 5);
    }

    /** The products of such rows have large rounding errors, and most pairs are within the margin of the widest window. */
    @Test
    void rowsAndSamplesFarFromTheOriginAreAsExact() {
        agrees(moved(uniform(1500, 1), 10), moved(uniform(70, 2), 10), 0.05, 0.4, 2);
        agrees(moved(uniform(1500, 1), -40), moved(uniform(70, 2), -40), 0.1, 1, 5);
    }

    private static float[] moved(float[] values, float by) {
        float[] moved = new float[values.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = values[i] + by;
        }
        return moved;
    }

    @Test
    void blocksOfSamplesAddUp() {
        float[] samples = uniform(2500, 1);
        float[] rows = uniform(130, 2);
        double[] sigmas = {0.1, 0.4, 1.5};
        double[][] whole = logSums(rows, sigmas, samples);
        double[][] parts = logSums(
                rows,
                sigmas,
                Arrays.copyOf(samples, 700 * WIDTH),
                Arrays.copyOfRange(samples, 700 * WIDTH, 701 * WIDTH),
                Arrays.copyOfRange(samples, 701 * WIDTH, 2500 * WIDTH));
        for (int k = 0; k < sigmas.length; k++) {
            for (int i = 0; i < 130; i++) {
                assertThat(parts[k][i]).isCloseTo(whole[k][i], within(2e-6 * Math.max(1, Math.abs(whole[k][i]))));
            }
        }
    }

    @Test
    void findsTheNearestOfManyBlocks() {
        findsTheNearestOfManyBlocks(uniform(3000, 1), uniform(200, 2));
        findsTheNearestOfManyBlocks(moved(uniform(3000, 1), 10), moved(uniform(200, 2), 10));
    }

    private static void findsTheNearestOfManyBlocks(float[] samples, float[] rows) {
        System.arraycopy(samples, 2900 * WIDTH, rows, 0, WIDTH);
        long[] ids = new long[3000];
        Arrays.setAll(ids, j -> 10_000L + j);
        NearestRows nearest = new NearestRows(OPS, rows, WIDTH);
        for (int from = 0; from < 3000; from += 1300) {
            int to = Math.min(3000, from + 1300);
            try (SampleBlock block =
                    new SampleBlock(OPS, Arrays.copyOfRange(samples, from * WIDTH, to * WIDTH), WIDTH)) {
                nearest.add(block, Arrays.copyOfRange(ids, from, to));
            }
        }
        for (int i = 0; i < 200; i++) {
            double least = Double.POSITIVE_INFINITY;
            int best = -1;
            for (int j = 0; j < 3000; j++) {
                double distance = distance(rows, i, samples, j);
                if (distance < least) {
                    least = distance;
                    best = j;
                }
            }
            assertThat(nearest.ids()[i]).isEqualTo(10_000 + best);
            assertThat(nearest.squaredDistances()[i]).isCloseTo(least, within(1e-12 + 1e-12 * least));
        }
        nearest.close();
    }

    @Test
    void theFastExponentialIsNearTheExactOne() {
        float[] x = new float[32_000];
        float[] sums = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = -i / 1000f;
        }
        FastExp.addExp(1, x, sums, x.length);
        for (int i = 0; i < x.length; i++) {
            assertThat(sums[i] / Math.exp(x[i])).isCloseTo(1, within(1.2e-5));
        }
    }

    /** Log-likelihoods to 1e-6 of the oracle's. */
    private static void agrees(float[] samples, float[] rows, double... sigmas) {
        double[][] ours = logSums(rows, sigmas, samples);
        int n = rows.length / WIDTH;
        int count = samples.length / WIDTH;
        for (int k = 0; k < sigmas.length; k++) {
            double scale = 1 / (2 * sigmas[k] * sigmas[k]);
            double normalizer = Math.log(count) + WIDTH / 2.0 * Math.log(2 * Math.PI * sigmas[k] * sigmas[k]);
            for (int i = 0; i < n; i++) {
                double least = Double.POSITIVE_INFINITY;
                for (int j = 0; j < count; j++) {
                    least = Math.min(least, distance(rows, i, samples, j));
                }
                double sum = 0;
                for (int j = 0; j < count; j++) {
                    sum += Math.exp(-scale * (distance(rows, i, samples, j) - least));
                }
                double oracle = Math.log(sum) - scale * least - normalizer;
                assertThat(ours[k][i] - normalizer)
                        .as("row %d at width %s", i, sigmas[k])
                        .isCloseTo(oracle, within(1e-6 * Math.abs(oracle)));
            }
        }
    }

    private static double[][] logSums(float[] rows, double[] sigmas, float[]... samples) {
        try (ParzenRows parzen = new ParzenRows(OPS, rows, WIDTH, sigmas)) {
            for (float[] part : samples) {
                try (SampleBlock block = new SampleBlock(OPS, part, WIDTH)) {
                    parzen.add(block);
                }
            }
            return parzen.logSums();
        }
    }

    private static double distance(float[] a, int i, float[] b, int j) {
        double sum = 0;
        for (int k = 0; k < WIDTH; k++) {
            double d = (double) a[i * WIDTH + k] - b[j * WIDTH + k];
            sum += d * d;
        }
        return sum;
    }

    private static float[] uniform(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }
}
