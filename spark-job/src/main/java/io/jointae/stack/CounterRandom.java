package io.jointae.stack;

import org.apache.commons.math3.special.Erf;

/**
 * Random numbers as a pure function of (seed, phase, epoch, example, layer, unit): no state to carry,
 * checkpoint or split, the same whatever worker holds the example.
 *
 * <p>A 64-bit word is the finalizer of Steele, Lea and Flood's SplitMix64 over a counter. A normal number
 * is the scaled sum of two entries of a table of 2^16 normal quantiles: two exact discretisations summed,
 * with tails to 6 sigma, for half a word and no branch.
 */
public final class CounterRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int ENTRIES = 1 << 16;
    private static final float[] QUANTILES = quantiles();

    private CounterRandom() {}

    /** A key out of a key and one more coordinate. */
    public static long key(long key, long coordinate) {
        return mix(key ^ mix(coordinate + GOLDEN));
    }

    /** The key of one use of the seed, such as weights, order or corruption. */
    public static long key(long seed, String use) {
        return key(mix(seed), use.hashCode());
    }

    /** The {@code i}-th word of a key's stream. */
    public static long word(long key, long i) {
        return mix(key + (i + 1) * GOLDEN);
    }

    /** Uniform in [0, 1), 53 bits. */
    public static double uniform(long key, long i) {
        return (word(key, i) >>> 11) * 0x1.0p-53;
    }

    /** Writes {@code n} normal numbers of standard deviation {@code sigma}, those of units {@code first}... */
    static void gaussian(long key, int first, float sigma, float[] into, int n) {
        if ((first & 1) != 0) {
            throw new IllegalArgumentException("units start in pairs, not at " + first);
        }
        float scale = sigma * (float) Math.sqrt(0.5);
        float[] table = QUANTILES;
        int pair = first >> 1;
        int i = 0;
        for (; i + 1 < n; i += 2) {
            long word = word(key, pair++);
            into[i] = scale * (table[(int) word & 0xFFFF] + table[(int) (word >>> 16) & 0xFFFF]);
            into[i + 1] = scale * (table[(int) (word >>> 32) & 0xFFFF] + table[(int) (word >>> 48)]);
        }
        if (i < n) {
            long word = word(key, pair);
            into[i] = scale * (table[(int) word & 0xFFFF] + table[(int) (word >>> 16) & 0xFFFF]);
        }
    }

    /**
     * Corrupts {@code n} units in place.
     *
     * @param key of this example and layer
     * @param first index of the first of them in its layer, even
     * @param scratch at least {@code n} long
     */
    public static void corrupt(Corruption corruption, long key, int first, float[] units, float[] scratch, int n) {
        switch (corruption.kind()) {
            case GAUSSIAN -> {
                gaussian(key, first, (float) corruption.strength(), scratch, n);
                for (int i = 0; i < n; i++) {
                    units[i] += scratch[i];
                }
            }
            case MASKING -> {
                for (int i = 0; i < n; i++) {
                    units[i] = uniform(key, first + i) < corruption.strength() ? 0 : units[i];
                }
            }
            case SALT_AND_PEPPER -> {
                for (int i = 0; i < n; i++) {
                    double u = uniform(key, first + i);
                    units[i] = u >= corruption.strength() ? units[i] : u < corruption.strength() / 2 ? 0 : 1;
                }
            }
        }
    }

    /** The backward pass of {@link #corrupt}: no gradient flows through a replaced unit. */
    public static void backward(Corruption corruption, long key, int first, float[] gradient, int n) {
        if (corruption.kind() == Corruption.Kind.GAUSSIAN) {
            return;
        }
        for (int i = 0; i < n; i++) {
            gradient[i] = uniform(key, first + i) < corruption.strength() ? 0 : gradient[i];
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static float[] quantiles() {
        double[] upper = new double[ENTRIES / 2];
        double squares = 0;
        for (int i = 0; i < upper.length; i++) {
            double probability = (i + 0.5) / ENTRIES;
            upper[i] = Math.sqrt(2) * Erf.erfInv(2 * probability);
            squares += upper[i] * upper[i];
        }
        // The variance of the discretised half is a little under 1: scale it to 1 exactly.
        double unit = Math.sqrt(upper.length / squares);
        float[] table = new float[ENTRIES];
        for (int i = 0; i < upper.length; i++) {
            table[upper.length + i] = (float) (upper[i] * unit);
            table[upper.length - 1 - i] = (float) (-upper[i] * unit);
        }
        return table;
    }
}
