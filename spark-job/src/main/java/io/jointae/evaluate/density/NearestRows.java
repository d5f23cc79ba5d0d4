package io.jointae.evaluate.density;

import java.util.Arrays;

/** Up to {@link DistanceTile#ROWS} rows and the sample seen so far that is nearest to each. */
public final class NearestRows implements AutoCloseable {

    private final DistanceTile distances;
    private final float[] lowest;
    private final long[] ids;
    private final double[] exact;

    /** @param rows {@code [n, width]}, row after row */
    public NearestRows(float[] rows, int width) {
        distances = new DistanceTile(rows, width);
        lowest = new float[distances.rows()];
        ids = new long[lowest.length];
        exact = new double[lowest.length];
        Arrays.fill(lowest, DistanceTile.FAR);
        Arrays.fill(ids, -1);
    }

    /**
     * Compares with more samples; of equally near ones the first stays.
     *
     * @param sampleIds [n], of the samples
     */
    public void add(SampleBlock samples, long[] sampleIds) {
        int n = lowest.length;
        for (int from = 0; from < samples.rows(); from += DistanceTile.SAMPLES) {
            int count = Math.min(DistanceTile.SAMPLES, samples.rows() - from);
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
                    exact[i] = distances.exactly(i, samples, from + j);
                }
            }
        }
    }

    /** [n], -1 where there was no sample. */
    long[] ids() {
        return ids;
    }

    /** [n], squared distances to them, in double precision. */
    public double[] squaredDistances() {
        return exact;
    }

    @Override
    public void close() {
        distances.close();
    }
}
