package io.jointae.stack;

/** Which key the corruption, and which the order, of an epoch takes; one place, so that all agree. */
public final class RandomStreams {

    private RandomStreams() {}

    /** Key of an epoch's corruption. */
    public static long epoch(long seed, int phase, int epoch) {
        return CounterRandom.key(CounterRandom.key(CounterRandom.key(seed, "corruption"), phase), epoch);
    }

    /** Key of the corruption under which reconstruction is measured: always the same, for curves without its jitter. */
    public static long reconstruction(long seed) {
        return CounterRandom.key(seed, "reconstruction");
    }

    /**
     * The order of an epoch: a permutation of {@code 0 .. n - 1}, by Fisher and Yates.
     *
     * @param shard which worker's data it orders
     */
    public static int[] order(long seed, int phase, int epoch, int shard, int n) {
        long key = CounterRandom.key(
                CounterRandom.key(CounterRandom.key(CounterRandom.key(seed, "order"), phase), epoch), shard);
        int[] order = identity(n);
        for (int i = n - 1; i > 0; i--) {
            int j = (int) (CounterRandom.uniform(key, i) * (i + 1));
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** {@code 0 .. n - 1} as they come. */
    public static int[] identity(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        return order;
    }
}
