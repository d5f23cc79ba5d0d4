package io.jointae.stack;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Examples of equal width as plain floats, with their ids: the data that a worker keeps in memory. The values are
 * stored in chunks, so that no array is larger than a few megabytes.
 */
public final class Examples implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int CHUNK_FLOATS = 1 << 20;

    private final int width;
    private final int rowsPerChunk;
    private final float[][] chunks;
    private final long[] ids;

    private Examples(int width, int rowsPerChunk, float[][] chunks, long[] ids) {
        this.width = width;
        this.rowsPerChunk = rowsPerChunk;
        this.chunks = chunks;
        this.ids = ids;
    }

    /** Collects examples one by one. */
    public static final class Builder {
        private final int width;
        private final int rowsPerChunk;
        private float[][] chunks = new float[16][];
        private long[] ids = new long[1024];
        private int size;

        /**
         * Starts without examples.
         *
         * @param width number of values per example, at least 1
         */
        public Builder(int width) {
            if (width < 1) {
                throw new IllegalArgumentException("width is " + width + ": it must be at least 1.");
            }
            this.width = width;
            this.rowsPerChunk = Math.max(1, CHUNK_FLOATS / width);
        }

        /**
         * Adds a copy of one example.
         *
         * @param id identity of the example, which its corruption depends on
         * @param values the array that contains the example
         * @param offset index of the example's first value
         */
        public Builder add(long id, float[] values, int offset) {
            if (values.length - offset < width) {
                throw new IllegalArgumentException("The row has " + (values.length - offset) + " values from offset "
                        + offset + " on, but the width is " + width + ".");
            }
            int chunk = size / rowsPerChunk;
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * chunk);
            }
            if (chunks[chunk] == null) {
                chunks[chunk] = new float[rowsPerChunk * width];
            }
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
            }
            System.arraycopy(values, offset, chunks[chunk], (size % rowsPerChunk) * width, width);
            ids[size++] = id;
            return this;
        }

        /** Returns the examples added so far. */
        public Examples build() {
            int used = (size + rowsPerChunk - 1) / rowsPerChunk;
            float[][] full = Arrays.copyOf(chunks, used);
            if (used > 0) {
                int rows = size - (used - 1) * rowsPerChunk;
                full[used - 1] = Arrays.copyOf(full[used - 1], rows * width);
            }
            return new Examples(width, rowsPerChunk, full, Arrays.copyOf(ids, size));
        }
    }

    /** Returns examples whose id is their position in a list. */
    public static Examples of(List<float[]> rows, int width) {
        Builder builder = new Builder(width);
        for (int i = 0; i < rows.size(); i++) {
            builder.add(i, rows.get(i), 0);
        }
        return builder.build();
    }

    /** Returns the number of examples. */
    public int size() {
        return ids.length;
    }

    /** Returns the number of values per example. */
    public int width() {
        return width;
    }

    /** Returns the id of the example at position {@code row}. */
    public long id(int row) {
        return ids[row];
    }

    /** Copies the values {@code [from, from + n)} of the example at position {@code row}. */
    public void copy(int row, int from, float[] into, int n) {
        System.arraycopy(chunks[row / rowsPerChunk], (row % rowsPerChunk) * width + from, into, 0, n);
    }
}
