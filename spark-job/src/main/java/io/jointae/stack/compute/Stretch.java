package io.jointae.stack.compute;

import io.jointae.stack.CounterRandom;

/**
 * Consecutive minibatches of one epoch, which a {@link Replica} trains on without reading anything back from its device
 * in between. The same stretch is used again for the next batches.
 */
public final class Stretch {

    private final int batchSize;
    private final Minibatch[] batches;
    private final double[] rateFactors;
    private final long corruptionKey;
    private int size;

    /**
     * Starts with an empty stretch.
     *
     * @param width number of values per example
     * @param batchSize largest number of examples per batch
     * @param capacity largest number of batches, at least 1
     * @param corruptionKey key of the epoch's corruption
     */
    public Stretch(int width, int batchSize, int capacity, long corruptionKey) {
        this.batchSize = batchSize;
        this.batches = new Minibatch[capacity];
        this.rateFactors = new double[capacity];
        this.corruptionKey = corruptionKey;
        for (int i = 0; i < capacity; i++) {
            batches[i] = new Minibatch(width, batchSize);
        }
    }

    /** Removes all batches and returns this. */
    public Stretch clear() {
        size = 0;
        return this;
    }

    /**
     * Adds an empty minibatch and returns it.
     *
     * @param rateFactor the factor of every layer's learning rate in the step on this batch, at least 0
     */
    public Minibatch add(double rateFactor) {
        rateFactors[size] = rateFactor;
        return batches[size++].clear();
    }

    /** Returns whether there is room for no further batch. */
    public boolean isFull() {
        return size == batches.length;
    }

    /** Returns the number of batches. */
    public int size() {
        return size;
    }

    /** Returns the number of examples of all batches together. */
    public int examples() {
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += batches[i].size();
        }
        return sum;
    }

    /** Returns the largest number of examples per batch. */
    public int batchSize() {
        return batchSize;
    }

    /** Returns the {@code i}-th batch. */
    public Minibatch batch(int i) {
        return batches[i];
    }

    /** Returns the key of the epoch's corruption. */
    public long corruptionKey() {
        return corruptionKey;
    }

    double rateFactor(int i) {
        return rateFactors[i];
    }

    /** Returns the corruption key of the {@code j}-th example of the {@code i}-th batch for a layer. */
    public long key(int i, int j, int layer) {
        return CounterRandom.key(CounterRandom.key(corruptionKey, batches[i].id(j)), layer);
    }
}
