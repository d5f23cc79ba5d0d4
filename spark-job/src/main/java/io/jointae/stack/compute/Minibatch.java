package io.jointae.stack.compute;

import io.jointae.stack.Examples;
import java.util.Objects;

/**
 * A selection of examples, possibly from several blocks, without a copy of their values. The same minibatch is used
 * again for each step.
 */
public final class Minibatch {

    private final int width;
    private final Examples whole;
    private final Examples[] blocks;
    private final int[] rows;
    private int size;

    /**
     * Starts with an empty selection, to which examples of any block can be added.
     *
     * @param width number of values per example
     * @param capacity largest number of selected examples
     */
    public Minibatch(int width, int capacity) {
        this(null, width, capacity);
    }

    /**
     * Starts with an empty selection of examples of one block.
     *
     * @param capacity largest number of selected examples
     */
    public Minibatch(Examples examples, int capacity) {
        this(examples, examples.width(), capacity);
    }

    private Minibatch(Examples whole, int width, int capacity) {
        this.whole = whole;
        this.width = width;
        this.blocks = new Examples[capacity];
        this.rows = new int[capacity];
    }

    /** Removes all examples and returns this. */
    public Minibatch clear() {
        size = 0;
        return this;
    }

    /** Adds the example at position {@code row} of a block and returns this. */
    public Minibatch add(Examples block, int row) {
        blocks[size] = Objects.requireNonNull(block, "block");
        rows[size++] = row;
        return this;
    }

    /** Selects the examples at the positions {@code order[from]} to {@code order[to - 1]} and returns this. */
    public Minibatch select(int[] order, int from, int to) {
        clear();
        for (int i = from; i < to; i++) {
            add(whole, order[i]);
        }
        return this;
    }

    /** Selects the examples at the positions {@code from} to {@code to - 1} and returns this. */
    public Minibatch range(int from, int to) {
        clear();
        for (int row = from; row < to; row++) {
            add(whole, row);
        }
        return this;
    }

    /** Returns the number of selected examples. */
    public int size() {
        return size;
    }

    /** Returns the number of values per example. */
    public int width() {
        return width;
    }

    /** Returns the label of the {@code j}-th selected example; {@link Examples#UNLABELED} if it has none. */
    public int label(int j) {
        return blocks[j].label(rows[j]);
    }

    /** Returns the id of the {@code j}-th selected example, which its corruption depends on. */
    public long id(int j) {
        return blocks[j].id(rows[j]);
    }

    /** Returns the block that the {@code j}-th selected example belongs to. */
    public Examples block(int j) {
        return blocks[j];
    }

    /** Returns the position of the {@code j}-th selected example in its block. */
    public int row(int j) {
        return rows[j];
    }

    /** Copies the values {@code [from, from + n)} of the {@code j}-th selected example. */
    public void copy(int j, int from, float[] into, int n) {
        blocks[j].copy(rows[j], from, into, n);
    }
}
