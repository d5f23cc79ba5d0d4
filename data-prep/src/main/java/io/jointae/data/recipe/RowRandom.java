package io.jointae.data.recipe;

import java.util.random.RandomGenerator;

/**
 * The random numbers of one row. They depend only on (seed, stream, row), so every task generates the same row. The
 * generator is SplitMix64 after G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators" (2014),
 * whose state starts as a mix of the three numbers.
 */
public final class RowRandom implements RandomGenerator {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    /**
     * Creates a generator.
     *
     * @param seed the seed that the user chose
     * @param stream a number per use of the seed, such as the number of the split
     * @param row the position in the split
     */
    public RowRandom(long seed, long stream, long row) {
        state = mix(mix(mix(seed + GOLDEN) + stream * GOLDEN) + row * GOLDEN);
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** Returns a number that is uniform on [0, bound), without the bias of a remainder. */
    @Override
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("The bound " + bound + " is not positive.");
        }
        while (true) {
            long bits = nextLong() >>> 32;
            long product = bits * bound;
            if ((product & 0xffffffffL) >= (1L << 32) % bound) {
                return (int) (product >>> 32);
            }
        }
    }

    /** Returns a number that is uniform on [0, 1), from 53 random bits. */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
