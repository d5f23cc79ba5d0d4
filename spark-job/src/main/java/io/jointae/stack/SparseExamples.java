package io.jointae.stack;

import java.util.Arrays;

/**
 * Collects sparse examples one by one. A stored value takes two or four bytes for its position, and one byte if there are
 * at most 256 different stored values and four otherwise. {@link Examples#copy} returns the values of dense examples, bit
 * for bit.
 */
public final class SparseExamples {

    private final int width;
    private final SparseValues.Builder values;
    private long[] ids = new long[16];
    private int[] labels = new int[16];
    private int size;
    private boolean isLabeled;

    /**
     * Starts without examples.
     *
     * @param width the number of values per example, at least 1
     * @param background {@code [width]}, the values that are not stored; null for zeros. It is not copied
     */
    public SparseExamples(int width, float[] background) {
        if (width < 1 || background != null && background.length != width) {
            throw new IllegalArgumentException(
                    "width is " + width + (background == null ? "" : ", the background has " + background.length)
                            + ": both must be the same number, at least 1.");
        }
        this.width = width;
        this.values = new SparseValues.Builder(width, background);
    }

    /** Returns the number of examples added so far. */
    public int size() {
        return size;
    }

    /**
     * Adds a copy of one example.
     *
     * @param id identity of the example, which its corruption depends on
     * @param label class of the example from 0, or {@link Examples#UNLABELED}
     * @param positions the positions of the stored values, in ascending order and below the width
     * @param stored the stored values
     */
    public SparseExamples add(long id, int label, int[] positions, float[] stored) {
        if (positions.length != stored.length
                || positions.length > 0 && (positions[0] < 0 || positions[positions.length - 1] >= width)) {
            throw new IllegalArgumentException("The example has " + positions.length + " positions and " + stored.length
                    + " values, or a position outside of " + width + " values.");
        }
        values.add(positions, stored);
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
            labels = Arrays.copyOf(labels, 2 * size);
        }
        ids[size] = id;
        labels[size++] = label;
        isLabeled |= label != Examples.UNLABELED;
        return this;
    }

    /** Returns the examples added so far; nothing can be added after that. */
    public Examples build() {
        return new Examples(values.build(), Arrays.copyOf(ids, size), isLabeled ? Arrays.copyOf(labels, size) : null);
    }
}
