package io.jointae.stack;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Examples of equal width with their ids and, if they have them, labels: the data that a worker trains on. The values
 * are stored in chunks, so that no array is larger than a few megabytes. Compact examples with at most 256 different
 * values, such as pixels that were bytes, take one byte per value, and {@link SparseExamples} store only some values:
 * {@link #copy} returns the same floats, bit for bit.
 */
@DefaultSerializer(JavaSerializer.class)
public final class Examples implements Serializable {

    private static final long serialVersionUID = 2;

    /** The label of an example without a label. */
    public static final int UNLABELED = -1;

    /** Slightly less than a power of two, so that an array with its header fits the regions of the garbage collector. */
    private static final int CHUNK_VALUES = (1 << 20) - 16;

    private final int width;
    private final int rowsPerChunk;
    /** The values as floats; null if they are bytes. */
    private final float[][] floats;
    /** The codes of the values; null if they are floats. */
    private final byte[][] codes;
    /** The value of each code; null if the values are floats. */
    private final float[] palette;
    /** The values of sparse examples; null if all values are stored. */
    private final SparseValues sparse;

    private final long[] ids;
    /** Null if no example has a label. */
    private final int[] labels;

    private Examples(Builder from, float[][] floats, byte[][] codes) {
        this(
                from.width,
                floats,
                codes,
                codes == null ? null : from.palette.values(),
                null,
                Arrays.copyOf(from.ids, from.size),
                from.labels == null ? null : Arrays.copyOf(from.labels, from.size));
    }

    Examples(SparseValues sparse, long[] ids, int[] labels) {
        this(sparse.width(), null, null, null, sparse, ids, labels);
    }

    /** Restores serialized examples. */
    Examples(
            int width,
            float[][] floats,
            byte[][] codes,
            float[] palette,
            SparseValues sparse,
            long[] ids,
            int[] labels) {
        this.width = width;
        this.rowsPerChunk = rowsPerChunk(width);
        this.floats = floats;
        this.codes = codes;
        this.palette = palette;
        this.sparse = sparse;
        this.ids = ids;
        this.labels = labels;
    }

    static int rowsPerChunk(int width) {
        return Math.max(1, CHUNK_VALUES / width);
    }

    /** Collects examples one by one. */
    public static final class Builder {
        private final int width;
        private final int rowsPerChunk;
        private float[][] floats = new float[0][];
        private byte[][] codes = new byte[0][];
        /** Null if the values are stored as floats. */
        private Palette palette;

        private long[] ids = new long[1024];
        private int[] labels;
        private int size;

        /**
         * Starts without examples; the values are stored as floats.
         *
         * @param width number of values per example, at least 1
         */
        public Builder(int width) {
            if (width < 1) {
                throw new IllegalArgumentException("width is " + width + ": it must be at least 1.");
            }
            this.width = width;
            this.rowsPerChunk = rowsPerChunk(width);
        }

        /** Starts without examples; the values are stored as bytes as long as there are at most 256 different ones. */
        public static Builder compact(int width) {
            Builder builder = new Builder(width);
            builder.palette = new Palette();
            return builder;
        }

        /** Returns the number of examples added so far. */
        public int size() {
            return size;
        }

        /**
         * Adds a copy of one example without a label.
         *
         * @param id identity of the example, which its corruption depends on
         * @param values the array that contains the example
         * @param offset index of the example's first value
         */
        public Builder add(long id, float[] values, int offset) {
            return add(id, UNLABELED, values, offset);
        }

        /**
         * Adds a copy of one example.
         *
         * @param id identity of the example, which its corruption depends on
         * @param label class of the example from 0, or {@link #UNLABELED}
         * @param values the array that contains the example
         * @param offset index of the example's first value
         */
        public Builder add(long id, int label, float[] values, int offset) {
            if (values.length - offset < width) {
                throw new IllegalArgumentException("The row has " + (values.length - offset) + " values from offset "
                        + offset + " on, but the width is " + width + ".");
            }
            if (palette != null && !addCodes(values, offset)) {
                decode();
                palette = null;
            }
            if (palette == null) {
                floats = withChunk(floats, size);
                float[] chunk = floats[size / rowsPerChunk];
                floats[size / rowsPerChunk] = chunk == null ? new float[rowsPerChunk * width] : chunk;
                System.arraycopy(values, offset, floats[size / rowsPerChunk], (size % rowsPerChunk) * width, width);
            }
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
            }
            ids[size] = id;
            addLabel(label);
            size++;
            return this;
        }

        private boolean addCodes(float[] values, int offset) {
            codes = withChunk(codes, size);
            byte[] chunk = codes[size / rowsPerChunk];
            codes[size / rowsPerChunk] = chunk == null ? new byte[rowsPerChunk * width] : chunk;
            return palette.encode(values, offset, codes[size / rowsPerChunk], (size % rowsPerChunk) * width, width);
        }

        private <T> T[] withChunk(T[] chunks, int row) {
            int chunk = row / rowsPerChunk;
            return chunk < chunks.length ? chunks : Arrays.copyOf(chunks, Math.max(4, 2 * chunk));
        }

        private void addLabel(int label) {
            if (labels == null && label != UNLABELED) {
                labels = new int[ids.length];
                Arrays.fill(labels, 0, size, UNLABELED);
            }
            if (labels != null) {
                labels = labels.length == ids.length ? labels : Arrays.copyOf(labels, ids.length);
                labels[size] = label;
            }
        }

        /** Turns all codes into floats. */
        private void decode() {
            float[] values = palette.values();
            floats = new float[codes.length][];
            for (int c = 0; c < codes.length && codes[c] != null; c++) {
                floats[c] = new float[codes[c].length];
                Examples.decode(values, codes[c], 0, floats[c], codes[c].length);
            }
            codes = new byte[0][];
        }

        /** Returns the examples added so far. */
        public Examples build() {
            int used = (size + rowsPerChunk - 1) / rowsPerChunk;
            int lastValues = (size - (used - 1) * rowsPerChunk) * width;
            byte[][] fullCodes = palette == null ? null : Arrays.copyOf(codes, used);
            float[][] fullFloats = palette == null ? Arrays.copyOf(floats, used) : null;
            if (used > 0 && palette != null) {
                fullCodes[used - 1] = Arrays.copyOf(fullCodes[used - 1], lastValues);
            } else if (used > 0) {
                fullFloats[used - 1] = Arrays.copyOf(fullFloats[used - 1], lastValues);
            }
            return new Examples(this, fullFloats, fullCodes);
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

    /** Returns whether a value takes one byte instead of four. */
    public boolean isCompact() {
        return codes != null;
    }

    /** Returns the memory of the values in bytes. */
    public long bytes() {
        return sparse != null ? sparse.bytes() : (long) size() * width * (isCompact() ? Byte.BYTES : Float.BYTES);
    }

    /** Returns the id of the example at position {@code row}. */
    public long id(int row) {
        return ids[row];
    }

    /** Returns the label of the example at position {@code row}; {@link #UNLABELED} if it has none. */
    public int label(int row) {
        return labels == null ? UNLABELED : labels[row];
    }

    /** Copies the values {@code [from, from + n)} of the example at position {@code row}. */
    public void copy(int row, int from, float[] into, int n) {
        if (sparse != null) {
            sparse.copy(row, from, into, n);
            return;
        }
        int offset = (row % rowsPerChunk) * width + from;
        if (codes == null) {
            System.arraycopy(floats[row / rowsPerChunk], offset, into, 0, n);
        } else {
            decode(palette, codes[row / rowsPerChunk], offset, into, n);
        }
    }

    private static void decode(float[] palette, byte[] codes, int offset, float[] into, int n) {
        for (int i = 0; i < n; i++) {
            into[i] = palette[codes[offset + i] & 0xFF];
        }
    }

    private Object writeReplace() {
        return new SerializedExamples(this);
    }

    /** Returns whether only some values of each example are stored. */
    public boolean isSparse() {
        return sparse != null;
    }

    SparseValues sparse() {
        return sparse;
    }

    float[][] floats() {
        return floats;
    }

    byte[][] codes() {
        return codes;
    }

    float[] palette() {
        return palette;
    }

    long[] ids() {
        return ids;
    }

    int[] labels() {
        return labels;
    }
}
