package io.jointae.statistics;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** Tests of the hypothesis that two models are equally good, from their differences on the same rows or seeds. */
public final class PairedDifferences {

    private static final int RESAMPLES = 10_000;
    private static final long MOST_RESAMPLED = 2_000;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private PairedDifferences() {}

    /**
     * Returns the two-sided p-value of the paired t-test: of the hypothesis that the mean of the differences is 0.
     *
     * @param differences one per row, block of rows or seed
     * @return 1 for fewer than two differences, and if all are 0; 0 if all are equal and not 0
     */
    public static double p(double[] differences) {
        Moments moments = Moments.of(differences, differences.length);
        if (differences.length < 2 || moments.mean() == 0) {
            return 1;
        }
        double error = Confidence.standardError(moments.deviations(), moments.rows());
        if (error == 0) {
            return 0;
        }
        TDistribution t = new TDistribution(null, differences.length - 1);
        return 2 * t.cumulativeProbability(-Math.abs(moments.mean()) / error);
    }

    /**
     * Returns the two-sided p-value of the hypothesis that two classifiers err equally often, for reports: {@link
     * Confidence#pairedBootstrap} with 10,000 resamples, or its normal limit if more than 2,000 rows differ, which takes no
     * time.
     *
     * @param onlyFirst number of rows that only the first classifier gets wrong
     * @param onlySecond number of rows that only the second classifier gets wrong
     * @param rows number of test rows
     */
    public static double ofErrors(long onlyFirst, long onlySecond, long rows) {
        long discordant = onlyFirst + onlySecond;
        return discordant <= MOST_RESAMPLED
                ? Confidence.pairedBootstrap(onlyFirst, onlySecond, rows, RESAMPLES, 1)
                : ofZ((onlyFirst - onlySecond) / Math.sqrt(discordant));
    }

    /**
     * Returns the two-sided p-value of the paired bootstrap: of the hypothesis that two models are equally good, from their
     * values on the same resamples (Efron and Tibshirani 1993, chapter 16).
     *
     * @param ones {@code [resamples]}, values of the first model, at least one
     * @param others {@code [resamples]}, values of the second model on the same resamples
     */
    public static double ofResamples(double[] ones, double[] others) {
        long notMore = 0;
        long notLess = 0;
        for (int i = 0; i < ones.length; i++) {
            notMore += ones[i] <= others[i] ? 1 : 0;
            notLess += ones[i] >= others[i] ? 1 : 0;
        }
        return Math.min(1, 2 * (1.0 + Math.min(notMore, notLess)) / (ones.length + 1.0));
    }

    /**
     * Returns the two-sided p-value for two values of which only the intervals are known, as if their rows were independent.
     * Models that were measured on the same rows differ less by chance, so that this test is the weaker one.
     *
     * @param difference difference of the values
     * @param oneCi95 half width of the first value's 95 % confidence interval
     * @param otherCi95 half width of the second value's interval
     */
    public static double unpaired(double difference, double oneCi95, double otherCi95) {
        double error = Math.hypot(oneCi95, otherCi95) / Confidence.NORMAL_95;
        if (error == 0) {
            return difference == 0 ? 1 : 0;
        }
        return 2 * NORMAL.cumulativeProbability(-Math.abs(difference) / error);
    }

    /**
     * Combines two-sided p-values of tests of the same statement (Stouffer 1949, with equal weights).
     *
     * @param p the p-values; smaller ones than {@code least} count as {@code least}, so that one test does not outweigh many
     * @param agrees whether the difference of each test has the direction of the statement
     * @param least the smallest p-value that is told apart, greater than 0
     * @return the combined value in standard deviations: positive if the tests together agree with the statement
     */
    public static double combinedZ(double[] p, boolean[] agrees, double least) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double z = -NORMAL.inverseCumulativeProbability(Math.max(p[i], least) / 2);
            sum += agrees[i] ? z : -z;
        }
        return p.length == 0 ? 0 : sum / Math.sqrt(p.length);
    }

    /** Returns the two-sided p-value of a number of standard deviations. */
    public static double ofZ(double z) {
        return 2 * NORMAL.cumulativeProbability(-Math.abs(z));
    }
}
