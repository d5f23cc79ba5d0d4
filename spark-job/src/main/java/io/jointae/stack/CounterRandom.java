package io.jointae.stack;

import org.apache.commons.math3.special.Erf;

/**
 * Random numbers as a pure function of coordinates such as seed, phase, epoch, example, layer and unit. There is no
 * state to carry, store in checkpoints or split, and an example gets the same numbers on every worker.
 *
 * <p>A 64-bit random word is the output function of SplitMix64 (Steele, Lea and Flood, 2014) applied to a counter. A
 * normal random number is the scaled sum of two entries of a table of 2^16 normal quantiles. It costs half a word and
 * no branch, and its tails reach 6 standard deviations.
 */
public final class CounterRandom {

    /** The distance of the counters of two consecutive words of a key. */
    public static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final int ENTRIES = 1 << 16;
    private static final float[] QUANTILES = quantiles();

    private CounterRandom() {}

    /** Returns the key that extends a key by one more coordinate. */
    public static long key(long key, long coordinate) {
        return mix(key ^ mix(coordinate + GOLDEN));
    }

    /**
     * Returns the key of one use of a seed.
     *
     * @param use a fixed name, such as {@code weights}, {@code order} or {@code corruption}
     */
    public static long key(long seed, String use) {
        return key(mix(seed), use.hashCode());
    }

    /** Returns the {@code i}-th random word of a key. */
    public static long word(long key, long i) {
        return mix(key + (i + 1) * GOLDEN);
    }

    /** Returns the {@code i}-th random number of a key, uniform in [0, 1) with 53 random bits. */
    public static double uniform(long key, long i) {
        return (word(key, i) >>> 11) * 0x1.0p-53;
    }

    /**
     * Writes normal random numbers with mean 0.
     *
     * @param first index of the first unit in its layer, even, because two units share a random word
     * @param sigma standard deviation
     * @param into receives the numbers of the units {@code first} to {@code first + n - 1} from its index 0 on
     */
    static void gaussian(long key, int first, float sigma, float[] into, int n) {
        if ((first & 1) != 0) {
            throw new IllegalArgumentException(
                    "first is " + first + ": it must be even, because two units share a random word.");
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
     * Corrupts {@code n} units of an example in place.
     *
     * @param key the key of the example and the layer
     * @param first index of the first unit in its layer, even
     * @param units the values of the units from {@code first} on; overwritten
     * @param scratch working memory of at least {@code n} values
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

    /**
     * Sets the gradient of every unit that {@link #corrupt} replaced to 0, because no gradient flows through it.
     *
     * @param key the key that the units were corrupted with
     * @param first index of the first unit in its layer
     * @param gradient the gradient on the corrupted units from {@code first} on; overwritten with the gradient on the
     *     clean units
     */
    public static void backward(Corruption corruption, long key, int first, float[] gradient, int n) {
        if (corruption.kind() == Corruption.Kind.GAUSSIAN) {
            return;
        }
        for (int i = 0; i < n; i++) {
            gradient[i] = uniform(key, first + i) < corruption.strength() ? 0 : gradient[i];
        }
    }

    /** Returns the table of normal quantiles, {@code [65536]}, ascending, for implementations on other devices. */
    public static float[] normalTable() {
        return QUANTILES.clone();
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
        // The discrete distribution has a variance slightly below 1. This scale makes it exactly 1.
        double unit = Math.sqrt(upper.length / squares);
        float[] table = new float[ENTRIES];
        for (int i = 0; i < upper.length; i++) {
            table[upper.length + i] = (float) (upper[i] * unit);
            table[upper.length - 1 - i] = (float) (-upper[i] * unit);
        }
        return table;
    }
}
