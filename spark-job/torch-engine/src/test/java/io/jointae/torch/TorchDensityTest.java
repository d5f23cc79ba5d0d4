package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.evaluate.density.NearestRows;
import io.jointae.evaluate.density.ParzenRows;
import io.jointae.evaluate.density.SampleBlock;
import io.jointae.stack.compute.ElementWise;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Parzen windows and nearest samples with the engine's products, compared with those of ND4J. */
class TorchDensityTest {

    private static final int WIDTH = 30;
    private static final int ROWS = 70;
    private static final int SAMPLES = 1500;
    private static final double[] SIGMAS = {0.05, 0.4, 2};

    private static float[] random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = 10 + (float) random.nextDouble();
        }
        return values;
    }

    /** Returns the logarithms of the sums over two blocks of samples, of which the second one is not full. */
    private static double[][] logSums(ElementWise ops) {
        float[] samples = random(SAMPLES, 1);
        try (ParzenRows rows = new ParzenRows(ops, random(ROWS, 2), WIDTH, SIGMAS);
                SampleBlock first = new SampleBlock(ops, Arrays.copyOf(samples, 1200 * WIDTH), WIDTH);
                SampleBlock second =
                        new SampleBlock(ops, Arrays.copyOfRange(samples, 1200 * WIDTH, samples.length), WIDTH)) {
            rows.add(first);
            rows.add(second);
            return rows.logSums();
        }
    }

    private static double[] squaredDistances(ElementWise ops) {
        long[] ids = new long[SAMPLES];
        try (NearestRows rows = new NearestRows(ops, random(ROWS, 2), WIDTH);
                SampleBlock samples = new SampleBlock(ops, random(SAMPLES, 1), WIDTH)) {
            rows.add(samples, ids);
            return rows.squaredDistances();
        }
    }

    @Test
    void sumsAreThoseOfNd4jWithinTheToleranceOfParzenRows() {
        double[][] expected = logSums(ElementWise.of(DataType.FLOAT));
        try (TorchElementWise torch = TorchFixtures.torch(DataType.FLOAT)) {
            double[][] sums = logSums(torch);
            assertThat(torch.launches()).isPositive();
            for (int k = 0; k < SIGMAS.length; k++) {
                assertThat(sums[k]).containsExactly(expected[k], within(1e-5));
            }
        }
    }

    /** Distances are measured again in double precision, so they are the same. */
    @Test
    void theNearestSamplesAreThoseOfNd4j() {
        try (TorchElementWise torch = TorchFixtures.torch(DataType.FLOAT)) {
            assertThat(squaredDistances(torch)).isEqualTo(squaredDistances(ElementWise.of(DataType.FLOAT)));
        }
    }

    @Test
    void blocksThatAreClosedLeaveNoTensorsBehind() {
        try (TorchElementWise torch = TorchFixtures.torch(DataType.FLOAT)) {
            logSums(torch);
            long before = Pointer.totalCount();
            for (int i = 0; i < 5; i++) {
                logSums(torch);
            }
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
        }
    }
}
