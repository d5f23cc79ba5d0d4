package io.jointae.train.averaging;

import java.util.Arrays;
import java.util.List;

/**
 * The mean of flat vectors weighted by examples, {@code sum_k (n_k / n) v_k}. It is summed in double precision in the
 * given order. Each number is averaged independently, so averaging slices gives the same result as averaging whole vectors.
 */
final class WeightedMean {

    /** The sums of this many numbers fit into the cache of a processor. */
    private static final int CHUNK = 1 << 12;

    private WeightedMean() {}

    /**
     * Returns the weighted mean.
     *
     * @param vectors at least one vector, all of the same length
     * @param examples the weight of each vector, 0 or more. If all are 0, no worker took a step and the vectors are equal
     */
    static FlatVector of(List<FlatVector> vectors, List<Long> examples) {
        double total = examples.stream().mapToLong(Long::longValue).sum();
        if (total == 0 || vectors.size() == 1) {
            return vectors.get(0);
        }
        float[] mean = new float[vectors.get(0).length()];
        double[] sums = new double[Math.min(CHUNK, mean.length)];
        for (int from = 0; from < mean.length; from += CHUNK) {
            int n = Math.min(CHUNK, mean.length - from);
            Arrays.fill(sums, 0);
            for (int k = 0; k < vectors.size(); k++) {
                float[] vector = vectors.get(k).values();
                double weight = examples.get(k) / total;
                if (weight > 0) {
                    for (int i = 0; i < n; i++) {
                        sums[i] += weight * vector[from + i];
                    }
                }
            }
            for (int i = 0; i < n; i++) {
                mean[from + i] = (float) sums[i];
            }
        }
        return new FlatVector(mean);
    }
}
