package io.jointae.evaluate.svm.hinge;

import io.jointae.evaluate.data.RowBlock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/** Puts the rows of blocks into chunks, in the order of their numbers, and appends the constant 1 to every row. */
final class ChunkAssembly implements Iterator<RowBlock> {

    private final ChunkLayout layout;
    private final Iterator<RowBlock> blocks;
    private final Map<Integer, OpenChunk> open = new HashMap<>();
    private final Deque<RowBlock> complete = new ArrayDeque<>();

    /**
     * Creates an assembly. Chunks that are not complete are held in memory, so blocks of a chunk should follow each
     * other.
     *
     * @param layout division into chunks
     * @param blocks blocks of features with row numbers as ids; all rows of every chunk that occurs
     */
    ChunkAssembly(ChunkLayout layout, Iterator<RowBlock> blocks) {
        this.layout = layout;
        this.blocks = blocks;
    }

    /** A chunk that waits for more rows. */
    private static final class OpenChunk {
        private final long[] ids;
        private final int[] labels;
        private final float[] values;
        private int filled;

        OpenChunk(int rows, int width) {
            ids = new long[rows];
            labels = new int[rows];
            values = new float[rows * width];
            Arrays.fill(ids, -1);
        }
    }

    @Override
    public boolean hasNext() {
        while (complete.isEmpty() && blocks.hasNext()) {
            layout.pieces(blocks.next()).forEach(this::add);
        }
        if (complete.isEmpty() && !open.isEmpty()) {
            throw new IllegalStateException("Some rows of the chunks " + open.keySet() + " are missing.");
        }
        return !complete.isEmpty();
    }

    @Override
    public RowBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return complete.remove();
    }

    private void add(RowBlock piece) {
        int chunk = layout.chunk(piece.ids()[0]);
        int width = layout.width();
        OpenChunk target = open.computeIfAbsent(chunk, none -> new OpenChunk(layout.rows(chunk), width));
        for (int i = 0; i < piece.rows(); i++) {
            int row = (int) (piece.ids()[i] - (long) chunk * layout.rowsPerChunk());
            if (target.ids[row] >= 0) {
                throw new IllegalStateException("Row " + piece.ids()[i] + " occurs twice.");
            }
            target.ids[row] = piece.ids()[i];
            target.labels[row] = piece.labels()[i];
            System.arraycopy(piece.values(), i * (width - 1), target.values, row * width, width - 1);
            target.values[(row + 1) * width - 1] = 1;
        }
        target.filled += piece.rows();
        if (target.filled == target.ids.length) {
            open.remove(chunk);
            complete.add(new RowBlock(target.ids, target.labels, target.values));
        }
    }
}
