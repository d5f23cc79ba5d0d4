package io.jointae.evaluate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jointae.base.InvalidInputException;
import io.jointae.results.Cell;
import io.jointae.statistics.Confidence;

/**
 * A paired test of two models on the same test rows.
 *
 * @param dataset name of the dataset
 * @param first name of the first model
 * @param second name of the second model
 * @param errors rows that only one of the models misclassifies
 * @param p p-value of the hypothesis that both models err equally often, see {@link Confidence#pairedBootstrap}
 * @param resamples number of resamples of the bootstrap
 */
public record PairedComparison(
        String dataset,
        String first,
        String second,
        @JsonUnwrapped PairedErrors errors,
        double p,
        int resamples) {

    /** The default number of resamples, with which the standard error of a p-value is below 0.005. */
    public static final int DEFAULT_RESAMPLES = 10_000;

    /**
     * The test rows on which two models differ.
     *
     * @param rows number of test rows
     * @param onlyFirst number of rows that only the first model misclassifies
     * @param onlySecond number of rows that only the second model misclassifies
     */
    public record PairedErrors(long rows, long onlyFirst, long onlySecond) {

        private static PairedErrors of(SvmOutcome first, SvmOutcome second) {
            long both = countCommon(first.misclassified(), second.misclassified());
            return new PairedErrors(
                    first.testRows(), first.misclassified().length - both, second.misclassified().length - both);
        }
    }

    /**
     * Compares two models.
     *
     * @param first outcome of the first model
     * @param second outcome of the second model
     * @param resamples number of resamples of the bootstrap, at least 1
     * @param seed seed of the bootstrap
     * @return the comparison
     * @throws InvalidInputException if the models were tested on different datasets
     */
    public static PairedComparison of(SvmOutcome first, SvmOutcome second, int resamples, long seed) {
        Cell firstCell = first.rows().get(0).cell();
        Cell secondCell = second.rows().get(0).cell();
        if (!first.dataHash().equals(second.dataHash())) {
            throw InvalidInputException.of(
                    "%s was tested on %s and %s on %s, which are different datasets: compare models on the same dataset.",
                    firstCell.model().name(),
                    firstCell.dataset(),
                    secondCell.model().name(),
                    secondCell.dataset());
        }
        PairedErrors errors = PairedErrors.of(first, second);
        double p = Confidence.pairedBootstrap(errors.onlyFirst(), errors.onlySecond(), errors.rows(), resamples, seed);
        return new PairedComparison(
                firstCell.dataset(),
                firstCell.model().name(),
                secondCell.model().name(),
                errors,
                p,
                resamples);
    }

    /** Returns the number of values that two ascending arrays have in common. */
    private static long countCommon(long[] a, long[] b) {
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
