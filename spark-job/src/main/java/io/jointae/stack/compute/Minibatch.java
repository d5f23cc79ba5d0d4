package io.jointae.stack.compute;

import io.jointae.stack.Examples;

/** Up to {@code capacity} examples of a block, chosen by row: where they lie, not a copy. Reusable. */
public final class Minibatch {

    private final Examples examples;
    private final int[] rows;
    private int size;

    public Minibatch(Examples examples, int capacity) {
        this.examples = examples;
        this.rows = new int[capacity];
    }

    /** The examples at {@code order[from]} to {@code order[to - 1]}. */
    public Minibatch select(int[] order, int from, int to) {
        size = to - from;
        System.arraycopy(order, from, rows, 0, size);
        return this;
    }

    /** The examples {@code from} to {@code to - 1}. */
    public Minibatch range(int from, int to) {
        size = to - from;
        for (int j = 0; j < size; j++) {
            rows[j] = from + j;
        }
        return this;
    }

    public int size() {
        return size;
    }

    public int width() {
        return examples.width();
    }

    /** Identity of the {@code j}-th example, for its noise. */
    long id(int j) {
        return examples.id(rows[j]);
    }

    /** Copies values {@code [from, from + n)} of the {@code j}-th example. */
    void copy(int j, int from, float[] into, int n) {
        examples.copy(rows[j], from, into, n);
    }
}
