package io.jointae.train.vector;

import java.util.Arrays;
import java.util.List;

/**
 * The mean of flat vectors weighted by examples, {@code sum_k (n_k / n) v_k}. It is summed in double precision in the
 * given order. Each number is averaged independently, so averaging slices gives the same result as averaging whole
 * vectors.
 */
public final class WeightedMean {

    /** The sums of this many numbers fit into the cache of a processor. */
    private static final int CHUNK = 1 << 12;

    private final long totalExamples;
    private final int vectors;
    private final double[] sums;
    private FlatVector first;

    /**
     * Starts a mean to which vectors are added one after the other, so that they need not be in memory together.
     *
     * @param length the length of every vector
     * @param vectors the number of vectors
     * @param totalExamples the sum of their weights
     */
    WeightedMean(int length, int vectors, long totalExamples) {
        this.totalExamples = totalExamples;
        this.vectors = vectors;
        this.sums = new double[equalsFirst(totalExamples, vectors) ? 0 : length];
    }

    /**
     * Returns the weighted mean.
     *
     * @param vectors at least one vector, all of the same length
     * @param examples the weight of each vector, 0 or more. If all are 0, no worker took a step and the vectors are equal
     */
    public static FlatVector of(List<FlatVector> vectors, List<Long> examples) {
        long total = examples.stream().mapToLong(Long::longValue).sum();
        if (equalsFirst(total, vectors.size())) {
            return vectors.get(0);
        }
        float[] mean = new float[vectors.get(0).length()];
        double[] sums = new double[Math.min(CHUNK, mean.length)];
        for (int from = 0; from < mean.length; from += CHUNK) {
            int n = Math.min(CHUNK, mean.length - from);
            Arrays.fill(sums, 0);
            for (int k = 0; k < vectors.size(); k++) {
                add(vectors.get(k), from, n, weight(examples.get(k), total), sums);
            }
            for (int i = 0; i < n; i++) {
                mean[from + i] = (float) sums[i];
            }
        }
        return new FlatVector(mean);
    }

    /** Adds the next vector. */
    void add(FlatVector vector, long examples) {
        if (first == null) {
            first = vector;
        }
        if (sums.length > 0) {
            add(vector, 0, sums.length, weight(examples, totalExamples), sums);
        }
    }

    /** Returns the mean of the vectors that were added, in the order in which they were added. */
    FlatVector mean() {
        if (equalsFirst(totalExamples, vectors)) {
            return first;
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) sums[i];
        }
        return new FlatVector(mean);
    }

    private static boolean equalsFirst(long totalExamples, int vectors) {
        return totalExamples == 0 || vectors == 1;
    }

    private static double weight(long examples, double total) {
        return examples / total;
    }

    private static void add(FlatVector vector, int from, int count, double weight, double[] sums) {
        if (weight > 0) {
            vector.addTo(sums, from, count, weight);
        }
    }
}
