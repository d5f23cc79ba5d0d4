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

    /** The number of words that are drawn together, so that a vector unit computes several at once. */
    private static final int WORDS = 1024;

    /** The distances of the counters of words from the counter of a key, {@code (i + 1) GOLDEN}. */
    private static final long[] COUNTERS = counters();

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
        sumsOfQuantiles(key, first, into, n);
        float scale = scale(sigma);
        for (int i = 0; i < n; i++) {
            into[i] *= scale;
        }
    }

    /** Returns the factor of a sum of two quantiles, whose variance is 2. */
    private static float scale(float sigma) {
        return sigma * (float) Math.sqrt(0.5);
    }

    /** Writes sums of two table entries. Words and sums are separate loops, because only the first can be vectorized. */
    private static void sumsOfQuantiles(long key, int first, float[] into, int n) {
        if ((first & 1) != 0) {
            throw new IllegalArgumentException(
                    "first is " + first + ": it must be even, because two units share a random word.");
        }
        int pairs = (n + 1) / 2;
        long[] words = new long[Math.min(WORDS, pairs)];
        for (int done = 0; done < pairs; done += WORDS) {
            int count = Math.min(WORDS, pairs - done);
            draw(key + ((first >> 1) + done) * GOLDEN, words, count);
            int whole = Math.min(count, n / 2 - done);
            sum(words, into, 2 * done, whole);
            if (whole < count) {
                into[n - 1] = sum((int) words[whole]);
            }
        }
    }

    private static void draw(long base, long[] words, int n) {
        long[] counters = COUNTERS;
        for (int i = 0; i < n; i++) {
            words[i] = mix(base + counters[i]);
        }
    }

    private static void sum(long[] words, float[] into, int from, int n) {
        for (int i = 0; i < n; i++) {
            long word = words[i];
            into[from + 2 * i] = sum((int) word);
            into[from + 2 * i + 1] = sum((int) (word >>> 32));
        }
    }

    private static float sum(int half) {
        return QUANTILES[half & 0xFFFF] + QUANTILES[half >>> 16];
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
                sumsOfQuantiles(key, first, scratch, n);
                float scale = scale((float) corruption.strength());
                for (int i = 0; i < n; i++) {
                    units[i] += scale * scratch[i];
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

    private static long[] counters() {
        long[] counters = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            counters[i] = (i + 1) * GOLDEN;
        }
        return counters;
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
