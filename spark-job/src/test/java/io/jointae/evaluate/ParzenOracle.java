package io.jointae.evaluate;

import io.jointae.evaluate.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The Parzen-window log-likelihood in double precision, one pair of a row and a sample at a time. */
final class ParzenOracle {

    private final List<float[]> samples = new ArrayList<>();
    private final int width;

    ParzenOracle(List<RowBlock> blocks, int width) {
        this.width = width;
        for (RowBlock block : blocks) {
            for (int i = 0; i < block.rows(); i++) {
                samples.add(Arrays.copyOfRange(block.values(), i * width, (i + 1) * width));
            }
        }
    }

    /** Returns log((1/S) sum_s (2 pi sigma^2)^(-d/2) exp(-|x - s|^2 / (2 sigma^2))) of every row. */
    double[] logLikelihoods(List<float[]> rows, double sigma) {
        return rows.stream().mapToDouble(row -> logLikelihood(row, sigma)).toArray();
    }

    private double logLikelihood(float[] row, double sigma) {
        double[] exponents = samples.stream()
                .mapToDouble(sample -> -squaredDistance(row, sample) / (2 * sigma * sigma))
                .toArray();
        double largest = Arrays.stream(exponents).max().orElseThrow();
        double sum = Arrays.stream(exponents).map(x -> Math.exp(x - largest)).sum();
        return largest + Math.log(sum) - Math.log(samples.size()) - width / 2.0 * Math.log(2 * Math.PI * sigma * sigma);
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return sum;
    }
}
