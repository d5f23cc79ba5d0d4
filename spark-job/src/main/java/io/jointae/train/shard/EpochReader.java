package io.jointae.train.shard;

import io.jointae.stack.Examples;
import io.jointae.stack.compute.Minibatch;

/**
 * Gives the examples of one epoch in their order, from any position on. It holds the blocks of the current window, and
 * reads those of the next window in another thread at the same time.
 */
public final class EpochReader {

    /** The blocks of a window, and the order of their rows. */
    private record Window(Examples[] blocks, int[] rows) {}

    private final ExampleBlocks blocks;
    private final RowOrder order;
    private int index;
    private Window window;
    private ReadAhead<Window> following;
    private int nextInWindow;
    private int position;

    /**
     * Starts in the middle of an epoch.
     *
     * @param position the number of examples to leave out
     */
    public EpochReader(ExampleBlocks blocks, RowOrder order, int position) {
        this.blocks = blocks;
        this.order = order;
        this.position = position;
        this.nextInWindow = position;
        while (index < order.windows() && nextInWindow >= order.size(index)) {
            nextInWindow -= order.size(index++);
        }
        if (index < order.windows()) {
            window = load(index);
            following = index + 1 < order.windows() ? readAhead(index + 1) : null;
        }
    }

    /** Returns the number of examples before the next one. */
    public int position() {
        return position;
    }

    /**
     * Replaces the examples of a minibatch by the next ones.
     *
     * @param n the number of examples; there must be as many left
     * @return {@code batch} itself
     */
    public Minibatch next(Minibatch batch, int n) {
        batch.clear();
        int rowsPerBlock = blocks.rowsPerBlock();
        for (int i = 0; i < n; i++) {
            if (nextInWindow == window.rows.length) {
                advance();
            }
            int row = window.rows[nextInWindow++];
            batch.add(window.blocks[row / rowsPerBlock], row % rowsPerBlock);
        }
        position += n;
        return batch;
    }

    private void advance() {
        window = following.get();
        index++;
        nextInWindow = 0;
        following = index + 1 < order.windows() ? readAhead(index + 1) : null;
    }

    private ReadAhead<Window> readAhead(int next) {
        return ReadAhead.of(() -> load(next));
    }

    private Window load(int next) {
        int[] ids = order.blocks(next);
        Examples[] loaded = new Examples[ids.length];
        for (int i = 0; i < ids.length; i++) {
            loaded[i] = blocks.block(ids[i]);
        }
        return new Window(loaded, order.rows(next));
    }
}
