package io.jointae.evaluate;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.SvmEvaluation.Outcome;
import io.jointae.results.ResultRow;
import io.jointae.statistics.Confidence;

/**
 * Two models on the same test rows.
 *
 * @param dataset of both
 * @param first model's name
 * @param second model's name
 * @param rows tested
 * @param onlyFirst rows that the first alone gets wrong
 * @param onlySecond rows that the second alone gets wrong
 * @param p of "they err equally often", see {@link Confidence#pairedBootstrap}
 * @param resamples of the bootstrap
 */
public record PairedComparison(
        String dataset,
        String first,
        String second,
        long rows,
        long onlyFirst,
        long onlySecond,
        double p,
        int resamples) {

    /** A p-value then has a standard error under 0.005. */
    public static final int RESAMPLES = 10_000;

    /** @throws InvalidInputException if the two were tested on different data */
    public static PairedComparison of(Outcome first, Outcome second, int resamples, long seed) {
        ResultRow one = first.rows().get(0);
        ResultRow two = second.rows().get(0);
        if (!first.dataHash().equals(second.dataHash())) {
            throw InvalidInputException.of(
                    "%s and %s were tested on different data (%s, %s): models compare on the same data only",
                    one.model(), two.model(), one.dataset(), two.dataset());
        }
        long both = common(first.wrong(), second.wrong());
        long onlyFirst = first.wrong().length - both;
        long onlySecond = second.wrong().length - both;
        double p = Confidence.pairedBootstrap(onlyFirst, onlySecond, first.tested(), resamples, seed);
        return new PairedComparison(
                one.dataset(), one.model(), two.model(), first.tested(), onlyFirst, onlySecond, p, resamples);
    }

    /** Size of the intersection of two ascending arrays. */
    private static long common(long[] a, long[] b) {
        long common = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                common++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }
}
