package io.jointae.stack;

import java.io.Serializable;
import java.util.List;

/**
 * A worker's resident data: examples of equal width as plain floats, with their ids. Held in chunks, so
 * that no array is larger than a few megabytes.
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

    /** Collects rows one by one. */
    public static final class Builder {
        private final int width;
        private final int rowsPerChunk;
        private float[][] chunks = new float[16][];
        private long[] ids = new long[1024];
        private int size;

        public Builder(int width) {
            if (width < 1) {
                throw new IllegalArgumentException("width " + width);
            }
            this.width = width;
            this.rowsPerChunk = Math.max(1, CHUNK_FLOATS / width);
        }

        /** Copies one example of {@code width} values. */
        public Builder add(long id, float[] values, int offset) {
            if (values.length - offset < width) {
                throw new IllegalArgumentException("row of " + (values.length - offset) + " values, not " + width);
            }
            int chunk = size / rowsPerChunk;
            if (chunk == chunks.length) {
                chunks = java.util.Arrays.copyOf(chunks, 2 * chunk);
            }
            if (chunks[chunk] == null) {
                chunks[chunk] = new float[rowsPerChunk * width];
            }
            if (size == ids.length) {
                ids = java.util.Arrays.copyOf(ids, 2 * size);
            }
            System.arraycopy(values, offset, chunks[chunk], (size % rowsPerChunk) * width, width);
            ids[size++] = id;
            return this;
        }

        public Examples build() {
            int used = (size + rowsPerChunk - 1) / rowsPerChunk;
            float[][] full = java.util.Arrays.copyOf(chunks, used);
            if (used > 0) {
                int rows = size - (used - 1) * rowsPerChunk;
                full[used - 1] = java.util.Arrays.copyOf(full[used - 1], rows * width);
            }
            return new Examples(width, rowsPerChunk, full, java.util.Arrays.copyOf(ids, size));
        }
    }

    /** Rows with ids 0, 1, ...: {@code rows[i]} is example {@code i}. */
    public static Examples of(List<float[]> rows, int width) {
        Builder builder = new Builder(width);
        for (int i = 0; i < rows.size(); i++) {
            builder.add(i, rows.get(i), 0);
        }
        return builder.build();
    }

    public int size() {
        return ids.length;
    }

    public int width() {
        return width;
    }

    public long id(int row) {
        return ids[row];
    }

    /** Copies values {@code [from, from + n)} of a row. */
    public void copy(int row, int from, float[] into, int n) {
        System.arraycopy(chunks[row / rowsPerChunk], (row % rowsPerChunk) * width + from, into, 0, n);
    }
}
