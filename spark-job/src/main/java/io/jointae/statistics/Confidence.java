package io.jointae.statistics;

import java.util.SplittableRandom;

/** Intervals and tests as the paper gives them, and the one it leaves out. */
public final class Confidence {

    /** Two-sided 95 % quantile of the normal distribution. */
    public static final double NORMAL_95 = 1.959963984540054;

    private Confidence() {}

    /**
     * Half width of the 95 % interval of an error rate by the normal approximation to the binomial, in percent
     * (the paper's Tables II-VII: 1.14 +- 0.09 of 50,000).
     *
     * @param errors of {@code rows}, at least 0
     */
    public static double errorPercent95(long errors, long rows) {
        double rate = (double) errors / rows;
        return 100 * NORMAL_95 * Math.sqrt(rate * (1 - rate) / rows);
    }

    /**
     * Standard error of a mean out of sums over rows, as Table I gives it.
     *
     * @param deviations sum of squared deviations from the mean
     */
    public static double standardError(double deviations, long rows) {
        return rows < 2 ? 0 : Math.sqrt(deviations / (rows - 1) / rows);
    }

    /** Half width of the 95 % interval of a mean. */
    public static double mean95(double deviations, long rows) {
        return NORMAL_95 * standardError(deviations, rows);
    }

    /**
     * Paired bootstrap (Efron and Tibshirani 1993, chapter 16): two-sided p-value of "both models err equally
     * often" over the same test rows. Rows are drawn with replacement {@code resamples} times; as only rows
     * that one model alone gets wrong move the difference, their numbers are drawn, by the binomial
     * distribution that drawing rows implies.
     *
     * @param onlyFirst rows that the first model alone gets wrong
     * @param onlySecond rows that the second alone gets wrong
     * @return in (0, 1], never under {@code 1 / (resamples + 1)}
     */
    public static double pairedBootstrap(long onlyFirst, long onlySecond, long rows, int resamples, long seed) {
        if (onlyFirst + onlySecond > rows || onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException(onlyFirst + " + " + onlySecond + " of " + rows + " rows");
        }
        SplittableRandom random = new SplittableRandom(seed);
        long discordant = onlyFirst + onlySecond;
        double share = (double) discordant / rows;
        double first = discordant == 0 ? 0.5 : (double) onlyFirst / discordant;
        long notMore = 0;
        long notLess = 0;
        for (int i = 0; i < resamples; i++) {
            long drawn = binomial(rows, share, random);
            long firsts = 0;
            for (long j = 0; j < drawn; j++) {
                firsts += random.nextDouble() < first ? 1 : 0;
            }
            long difference = 2 * firsts - drawn;
            notMore += difference <= 0 ? 1 : 0;
            notLess += difference >= 0 ? 1 : 0;
        }
        double tail = (1.0 + Math.min(notMore, notLess)) / (resamples + 1.0);
        return Math.min(1, 2 * tail);
    }

    /** Number of successes among n, by the geometric gaps between them: time goes with the successes. */
    private static long binomial(long n, double p, SplittableRandom random) {
        if (p <= 0) {
            return 0;
        }
        if (p >= 1) {
            return n;
        }
        double log = Math.log1p(-p);
        long successes = 0;
        double at = Math.floor(Math.log1p(-random.nextDouble()) / log);
        while (at < n) {
            successes++;
            at += 1 + Math.floor(Math.log1p(-random.nextDouble()) / log);
        }
        return successes;
    }
}
