package io.jointae.stack;

import java.util.Arrays;

/**
 * The random streams of a training run: the keys of the corruption and the order of the examples. All code takes them
 * from here, so that every worker uses the same numbers.
 */
public final class RandomStreams {

    private RandomStreams() {}

    /** Returns the key of the corruption in one epoch of training. */
    public static long corruptionKey(long seed, int phase, int epoch) {
        return CounterRandom.key(CounterRandom.key(CounterRandom.key(seed, "corruption"), phase), epoch);
    }

    /**
     * Returns the key of the corruption in evaluations of the reconstruction cost. It is the same in all epochs, so
     * that curves do not show differences between random draws.
     */
    public static long evaluationKey(long seed) {
        return CounterRandom.key(seed, "reconstruction");
    }

    /**
     * Returns the order of a worker's examples in an epoch: a random permutation of {@code 0} to {@code n - 1} by the
     * algorithm of Fisher and Yates.
     *
     * @param shard index of the worker whose examples are ordered
     * @param n number of the worker's examples
     */
    public static int[] order(long seed, int phase, int epoch, int shard, int n) {
        return permutation(key(seed, "order", phase, epoch, shard), n);
    }

    /**
     * Returns the order of a worker's blocks in an epoch that takes its examples block by block.
     *
     * @param shard index of the worker whose blocks are ordered
     * @param n number of the worker's blocks
     */
    public static int[] blockOrder(long seed, int phase, int epoch, int shard, int n) {
        return permutation(key(seed, "block order", phase, epoch, shard), n);
    }

    /**
     * Returns the order of the examples of some blocks in an epoch that takes a worker's examples block by block.
     *
     * @param shard index of the worker whose examples are ordered
     * @param window index of the group of blocks within the epoch, from 0
     * @param n number of the examples of the blocks
     */
    public static int[] windowOrder(long seed, int phase, int epoch, int shard, int window, int n) {
        return permutation(CounterRandom.key(key(seed, "window order", phase, epoch, shard), window), n);
    }

    /**
     * Returns a random sample of a worker's examples for curves, which is the same for all seeds and epochs.
     *
     * @param n number of the worker's examples
     * @param count number of examples to take, at most {@code n}
     * @return {@code count} different numbers from 0 to {@code n - 1}, ascending
     */
    public static int[] sample(int n, int count) {
        int[] sample = Arrays.copyOf(permutation(CounterRandom.key(0, "curve"), n), count);
        Arrays.sort(sample);
        return sample;
    }

    /**
     * Returns the place of an example among those that a worker stores for an order by blocks: an example with a lower
     * number comes first. Different examples have different numbers, since the number is a bijection of the id.
     */
    public static long storageOrder(long id) {
        return CounterRandom.word(0, id);
    }

    private static long key(long seed, String use, int phase, int epoch, int shard) {
        return CounterRandom.key(
                CounterRandom.key(CounterRandom.key(CounterRandom.key(seed, use), phase), epoch), shard);
    }

    private static int[] permutation(long key, int n) {
        int[] order = identity(n);
        for (int i = n - 1; i > 0; i--) {
            int j = (int) (CounterRandom.uniform(key, i) * (i + 1));
            int last = order[i];
            order[i] = order[j];
            order[j] = last;
        }
        return order;
    }

    /** Returns {@code 0} to {@code n - 1} in ascending order. */
    public static int[] identity(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        return order;
    }
}
