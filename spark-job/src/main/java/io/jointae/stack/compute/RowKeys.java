package io.jointae.stack.compute;

import io.jointae.stack.CounterRandom;
import java.util.function.IntToLongFunction;

/**
 * The keys by which the input of one layer is corrupted, one per example of a minibatch (see {@link CounterRandom}).
 *
 * @param batch the minibatch, by which a device finds the keys that it already holds; null if it holds none
 * @param layer the index of the layer, from 0
 * @param keys one key per example
 */
public record RowKeys(Minibatch batch, int layer, long[] keys) {

    /** Describes keys that no device holds. */
    public RowKeys(long[] keys) {
        this(null, 0, keys);
    }

    /**
     * Derives the keys of a layer from those of the examples.
     *
     * @param exampleKey the key of the example at a position of the batch
     */
    static RowKeys of(Minibatch batch, int layer, int size, IntToLongFunction exampleKey) {
        long[] keys = new long[size];
        for (int j = 0; j < size; j++) {
            keys[j] = CounterRandom.key(exampleKey.applyAsLong(j), layer);
        }
        return new RowKeys(batch, layer, keys);
    }

    /** Returns the key of the {@code j}-th example. */
    public long key(int j) {
        return keys[j];
    }
}
