package io.jointae.stack.compute;

import io.jointae.stack.Examples;

/**
 * A selection of examples by their positions, without a copy of their values. The same minibatch is used again for
 * each step.
 */
public final class Minibatch {

    private final Examples examples;
    private final int[] rows;
    private int size;

    /**
     * Starts with an empty selection.
     *
     * @param capacity largest number of selected examples
     */
    public Minibatch(Examples examples, int capacity) {
        this.examples = examples;
        this.rows = new int[capacity];
    }

    /** Selects the examples at the positions {@code order[from]} to {@code order[to - 1]} and returns this. */
    public Minibatch select(int[] order, int from, int to) {
        size = to - from;
        System.arraycopy(order, from, rows, 0, size);
        return this;
    }

    /** Selects the examples at the positions {@code from} to {@code to - 1} and returns this. */
    public Minibatch range(int from, int to) {
        size = to - from;
        for (int j = 0; j < size; j++) {
            rows[j] = from + j;
        }
        return this;
    }

    /** Returns the number of selected examples. */
    public int size() {
        return size;
    }

    /** Returns the number of values per example. */
    public int width() {
        return examples.width();
    }

    /** Returns the id of the {@code j}-th selected example, which its corruption depends on. */
    long id(int j) {
        return examples.id(rows[j]);
    }

    /** Copies the values {@code [from, from + n)} of the {@code j}-th selected example. */
    void copy(int j, int from, float[] into, int n) {
        examples.copy(rows[j], from, into, n);
    }
}
