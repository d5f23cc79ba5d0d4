package io.jointae.train.averaging;

import java.util.Arrays;
import java.util.List;

/**
 * The mean of flat vectors weighted by examples, {@code sum_k (n_k / n) v_k}, summed in double precision in the
 * order given. Each number's mean depends on no other number, so slices averaged apart are the whole averaged.
 */
final class WeightedMean {

    /** Sums of a piece of the vectors stay in the cache. */
    private static final int PIECE = 1 << 12;

    private WeightedMean() {}

    /**
     * @param vectors of one length, at least one
     * @param examples weight of each, 0 or more; where all are 0, all vectors are still the same
     */
    static FlatVector of(List<FlatVector> vectors, List<Long> examples) {
        double total = examples.stream().mapToLong(Long::longValue).sum();
        if (total == 0 || vectors.size() == 1) {
            return vectors.get(0);
        }
        float[] mean = new float[vectors.get(0).length()];
        double[] sums = new double[Math.min(PIECE, mean.length)];
        for (int from = 0; from < mean.length; from += PIECE) {
            int n = Math.min(PIECE, mean.length - from);
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
