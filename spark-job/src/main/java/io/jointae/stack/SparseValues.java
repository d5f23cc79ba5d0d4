package io.jointae.stack;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The values of sparse examples, row after row: positions and values of those that are stored. All other values of a row
 * are those of a background. Rows are divided into chunks, so that no array is larger than a few megabytes.
 */
@DefaultSerializer(JavaSerializer.class)
final class SparseValues implements Serializable {

    private static final long serialVersionUID = 1;

    /** Positions below this number take two bytes. */
    private static final int SHORT_POSITIONS = 1 << 16;

    /**
     * Some rows.
     *
     * @param starts {@code [rows + 1]}, where the stored values of each row begin, and where those of the last one end
     * @param shortPositions the positions in a row, if all of them take two bytes; otherwise null
     * @param positions the positions in a row, if they take four bytes; otherwise null
     * @param floats the stored values; null if they are codes
     * @param codes the codes of the stored values; null if they are floats
     */
    @DefaultSerializer(JavaSerializer.class)
    private record Chunk(int[] starts, char[] shortPositions, int[] positions, float[] floats, byte[] codes)
            implements Serializable {

        int position(int i) {
            return shortPositions == null ? positions[i] : shortPositions[i];
        }

        /** Returns the first stored value of a row whose position is at least {@code position}. */
        int find(int row, int position) {
            int low = starts[row];
            int high = starts[row + 1];
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (position(middle) < position) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        long bytes() {
            long stored = starts[starts.length - 1];
            return stored * (shortPositions == null ? Integer.BYTES : Character.BYTES)
                    + stored * (codes == null ? Float.BYTES : Byte.BYTES)
                    + (long) starts.length * Integer.BYTES;
        }
    }

    private final int width;
    private final int rowsPerChunk;
    private final Chunk[] chunks;
    /** The value of each code; null if the values are floats. */
    private final float[] palette;
    /** {@code [width]}; null for zeros. */
    private final float[] background;

    private SparseValues(int width, Chunk[] chunks, float[] palette, float[] background) {
        this.width = width;
        this.rowsPerChunk = Examples.rowsPerChunk(width);
        this.chunks = chunks;
        this.palette = palette;
        this.background = background;
    }

    int width() {
        return width;
    }

    long bytes() {
        return Arrays.stream(chunks).mapToLong(Chunk::bytes).sum()
                + (background == null ? 0 : (long) width * Float.BYTES);
    }

    void copy(int row, int from, float[] into, int n) {
        if (background == null) {
            Arrays.fill(into, 0, n, 0);
        } else {
            System.arraycopy(background, from, into, 0, n);
        }
        Chunk chunk = chunks[row / rowsPerChunk];
        int inChunk = row % rowsPerChunk;
        int end = chunk.starts[inChunk + 1];
        for (int i = from == 0 ? chunk.starts[inChunk] : chunk.find(inChunk, from); i < end; i++) {
            int position = chunk.position(i) - from;
            if (position >= n) {
                return;
            }
            into[position] = chunk.codes == null ? chunk.floats[i] : palette[chunk.codes[i] & 0xFF];
        }
    }

    /** Collects the stored values of rows. */
    static final class Builder {
        private final int width;
        private final float[] background;
        private Chunk[] chunks = new Chunk[4];
        private int full;
        private int[] starts;
        private int[] positions = new int[1024];
        private float[] values = new float[1024];
        private int rows;

        Builder(int width, float[] background) {
            this.width = width;
            this.background = background;
            this.starts = new int[Examples.rowsPerChunk(width) + 1];
        }

        void add(int[] rowPositions, float[] rowValues) {
            int from = starts[rows];
            int to = from + rowPositions.length;
            if (to > values.length) {
                int length = Math.max(to, 2 * values.length);
                positions = Arrays.copyOf(positions, length);
                values = Arrays.copyOf(values, length);
            }
            System.arraycopy(rowPositions, 0, positions, from, rowPositions.length);
            System.arraycopy(rowValues, 0, values, from, rowValues.length);
            starts[++rows] = to;
            if (rows == starts.length - 1) {
                endChunk();
            }
        }

        private void endChunk() {
            if (full == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * full);
            }
            int stored = starts[rows];
            char[] shortPositions = null;
            if (width <= SHORT_POSITIONS) {
                shortPositions = new char[stored];
                for (int i = 0; i < stored; i++) {
                    shortPositions[i] = (char) positions[i];
                }
            }
            chunks[full++] = new Chunk(
                    Arrays.copyOf(starts, rows + 1),
                    shortPositions,
                    shortPositions == null ? Arrays.copyOf(positions, stored) : null,
                    Arrays.copyOf(values, stored),
                    null);
            rows = 0;
        }

        /** Returns the values; they take one byte each if there are at most 256 different ones. */
        SparseValues build() {
            if (rows > 0) {
                endChunk();
            }
            Chunk[] all = Arrays.copyOf(chunks, full);
            Palette palette = new Palette();
            Chunk[] coded = new Chunk[full];
            for (int c = 0; c < full; c++) {
                byte[] codes = new byte[all[c].floats.length];
                if (!palette.encode(all[c].floats, 0, codes, 0, codes.length)) {
                    return new SparseValues(width, all, null, background);
                }
                coded[c] = new Chunk(all[c].starts, all[c].shortPositions, all[c].positions, null, codes);
            }
            return new SparseValues(width, coded, palette.values(), background);
        }
    }
}
