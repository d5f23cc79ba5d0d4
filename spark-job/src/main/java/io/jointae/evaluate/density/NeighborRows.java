package io.jointae.evaluate.density;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.compute.ElementWise;
import java.util.Arrays;

/**
 * Finds the nearest samples to each of up to {@link DistanceTile#MAX_ROWS} rows among the samples seen so far. A product in
 * single precision proposes samples, and their distances are then measured in double precision, so the result does not
 * depend on the rounding of the product. Among equally near samples, those with the lower ids count as nearer.
 */
final class NeighborRows implements AutoCloseable {

    /** A bound on the relative rounding error of a product in single precision, for rows of up to about 10,000 values. */
    private static final double ROUNDING = 2e-5;

    private final DistanceTile distances;
    private final int most;
    private final int[] found;
    private final float[] limits;
    private final double[] exact;
    private final long[] ids;
    private final int[] labels;

    /**
     * Starts without samples.
     *
     * @param ops the arithmetic of the products, which must compute in full single precision
     * @param rows {@code [n, width]}, row after row
     * @param width number of values per row
     * @param most number of neighbors to find, at least 1
     */
    NeighborRows(ElementWise ops, float[] rows, int width, int most) {
        this.distances = new DistanceTile(ops, rows, width);
        this.most = most;
        int n = distances.rows();
        found = new int[n];
        limits = new float[n];
        exact = new double[n * most];
        ids = new long[n * most];
        labels = new int[n * most];
        Arrays.fill(limits, Float.POSITIVE_INFINITY);
    }

    /**
     * Compares the rows with more samples.
     *
     * @param samples block of samples
     * @param sampleIds {@code [samples.rows()]}
     * @param sampleLabels {@code [samples.rows()]}
     */
    void add(SampleBlock samples, long[] sampleIds, int[] sampleLabels) {
        int n = found.length;
        for (int i = 0; i < n; i++) {
            limits[i] = limit(i, samples);
        }
        for (int from = 0; from < samples.rows(); from += DistanceTile.MAX_SAMPLES) {
            int count = Math.min(DistanceTile.MAX_SAMPLES, samples.rows() - from);
            distances.measure(samples, from, count);
            for (int j = 0; j < count; j++) {
                int offset = j * n;
                for (int i = 0; i < n; i++) {
                    if (distances.tile()[offset + i] <= limits[i]) {
                        double distance = distances.exactDistance(i, samples, from + j);
                        if (insert(i, distance, sampleIds[from + j], sampleLabels[from + j])) {
                            limits[i] = limit(i, samples);
                        }
                    }
                }
            }
        }
    }

    /** Returns the largest value of the tile for which a sample may be one of the nearest. */
    private float limit(int i, SampleBlock samples) {
        if (found[i] < most) {
            return Float.POSITIVE_INFINITY;
        }
        double square = distances.squaredNorm(i);
        double slack = ROUNDING * (square + samples.largestSquaredNorm());
        return (float) (exact[(i + 1) * most - 1] - square + slack);
    }

    /** Inserts a sample at its place; returns whether it is one of the nearest so far. */
    private boolean insert(int i, double distance, long id, int label) {
        int first = i * most;
        int at = first + found[i];
        while (at > first && isNearer(distance, id, at - 1)) {
            at--;
        }
        if (at == first + most) {
            return false;
        }
        int last = first + Math.min(found[i], most - 1);
        System.arraycopy(exact, at, exact, at + 1, last - at);
        System.arraycopy(ids, at, ids, at + 1, last - at);
        System.arraycopy(labels, at, labels, at + 1, last - at);
        exact[at] = distance;
        ids[at] = id;
        labels[at] = label;
        found[i] = Math.min(most, found[i] + 1);
        return true;
    }

    private boolean isNearer(double distance, long id, int than) {
        return distance < exact[than] || distance == exact[than] && id < ids[than];
    }

    /**
     * Returns the labels of the neighbors, {@code [n, most]}, the nearest first.
     *
     * @throws InvalidInputException if a row has no neighbors because its values are not finite numbers
     */
    int[] labels() {
        for (int count : found) {
            if (count < most) {
                throw InvalidInputException.of(
                        "A row has a value that is not a finite number, so it has no neighbors: check the data, or train"
                                + " the model again.");
            }
        }
        return labels;
    }

    /** Returns the ids of the neighbors, {@code [n, most]}, the nearest first. */
    long[] ids() {
        return ids;
    }

    @Override
    public void close() {
        distances.close();
    }
}
