package io.jointae.results.claim;

import io.jointae.results.claim.Claim.Pair;
import java.util.Objects;

/**
 * One pair of a statement on one dataset.
 *
 * @param dataset name of the dataset
 * @param pair the two models
 * @param values the measured values; null if one of the two is not measured
 * @param evidence the tests; null if one of the two models is not measured or has collapsed
 * @param conditions in words, in what the two trainings differ and agree; empty without values
 * @param asInPaper whether both models have the paper's options and official rows; false without values
 * @param verdict the result
 */
public record Comparison(
        String dataset,
        Pair pair,
        Values values,
        Evidence evidence,
        String conditions,
        boolean asInPaper,
        ClaimVerdict verdict) {

    /**
     * The values of both models, as means over the seeds.
     *
     * @param better value of the model that is better according to the statement
     * @param worse value of the other model
     */
    public record Values(double better, double worse) {

        /** Returns whether the values differ as the statement says. */
        public boolean agree(Pair pair) {
            return pair.metric().better(better, worse);
        }
    }

    /** How the rows were compared. */
    public enum Method {
        /** Row by row. */
        ROWS("paired over rows"),
        /** By the means of blocks of rows. */
        BLOCKS("paired over blocks of rows"),
        /** By the intervals, because nothing was stored of the rows. */
        INTERVALS("intervals only");

        private final String words;

        Method(String words) {
            this.words = words;
        }

        /** Returns the method in words. */
        public String describe() {
            return words;
        }
    }

    /**
     * The results of the tests of the hypothesis that both models are equally good.
     *
     * @param method how the rows were compared
     * @param rows p-value over the rows
     * @param seeds p-value over the seeds; null if there are fewer than three in common
     * @param ties the largest p-value among the combinations of tied settings, or 1 if they differ in their direction; null
     *     if no settings are tied
     */
    public record Evidence(Method method, double rows, Double seeds, Double ties) {

        public Evidence {
            Objects.requireNonNull(method, "method");
        }

        /** Returns the same tests with the largest p-value of tied settings. */
        Evidence withTies(double largest) {
            return new Evidence(method, rows, seeds, largest);
        }

        /**
         * Returns the largest p-value: a difference counts only if neither other rows nor other seeds nor another choice
         * among tied settings explain it.
         */
        public double p() {
            return Math.max(rows, Math.max(seeds == null ? 0 : seeds, ties == null ? 0 : ties));
        }
    }
}
