package io.jointae.evaluate.density;

import io.jointae.stack.compute.ElementWise;
import java.util.Arrays;

/** Finds the nearest sample to each of up to {@link DistanceTile#MAX_ROWS} rows among the samples seen so far. */
public final class NearestRows implements AutoCloseable {

    private final DistanceTile distances;
    private final float[] lowest;
    private final long[] ids;
    private final double[] exact;

    /**
     * Starts without samples.
     *
     * @param ops the arithmetic of the products, which must compute in full single precision
     * @param rows {@code [n, width]}, row after row
     * @param width number of values per row
     */
    public NearestRows(ElementWise ops, float[] rows, int width) {
        distances = new DistanceTile(ops, rows, width);
        lowest = new float[distances.rows()];
        ids = new long[lowest.length];
        exact = new double[lowest.length];
        Arrays.fill(lowest, DistanceTile.FAR);
        Arrays.fill(ids, -1);
    }

    /**
     * Compares the rows with more samples. Among equally near samples, the first one wins.
     *
     * @param samples block of samples
     * @param sampleIds {@code [samples.rows()]}, ids of the samples
     */
    public void add(SampleBlock samples, long[] sampleIds) {
        int n = lowest.length;
        for (int from = 0; from < samples.rows(); from += DistanceTile.MAX_SAMPLES) {
            int count = Math.min(DistanceTile.MAX_SAMPLES, samples.rows() - from);
            distances.measure(samples, from, count);
            for (int i = 0; i < n; i++) {
                float low = distances.lowest()[i];
                if (low < lowest[i]) {
                    lowest[i] = low;
                    int j = 0;
                    while (distances.tile()[j * n + i] != low) {
                        j++;
                    }
                    ids[i] = sampleIds[from + j];
                    exact[i] = distances.exactDistance(i, samples, from + j);
                }
            }
        }
    }

    /** Returns the ids of the nearest samples, {@code [n]}; -1 if there was no sample. */
    long[] ids() {
        return ids;
    }

    /** Returns the squared distances to the nearest samples in double precision, {@code [n]}. */
    public double[] squaredDistances() {
        return exact;
    }

    @Override
    public void close() {
        distances.close();
    }
}
