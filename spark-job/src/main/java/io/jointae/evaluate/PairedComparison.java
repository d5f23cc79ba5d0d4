package io.jointae.evaluate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jointae.base.InvalidInputException;
import io.jointae.results.Cell;
import io.jointae.results.MetricName;
import io.jointae.statistics.Confidence;
import java.util.Objects;

/**
 * A paired test of two models on the same test rows.
 *
 * @param dataset name of the dataset
 * @param first name of the first model
 * @param second name of the second model
 * @param metric name of the compared metric
 * @param errors rows that only one of the models misclassifies
 * @param p p-value of the hypothesis that both models err equally often, see {@link Confidence#pairedBootstrap}
 * @param resamples number of resamples of the bootstrap
 */
public record PairedComparison(
        String dataset,
        String first,
        String second,
        MetricName metric,
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

        private static PairedErrors of(TestedRows first, TestedRows second) {
            long both = countCommon(first.misclassified(), second.misclassified());
            return new PairedErrors(
                    first.rows(), first.misclassified().length - both, second.misclassified().length - both);
        }
    }

    /**
     * The test rows that a classifier on top of a model got wrong.
     *
     * @param cell the measured cell, which names the model and the dataset
     * @param rows number of test rows
     * @param misclassified ids of the misclassified test rows, ascending
     */
    public record TestedRows(Cell cell, long rows, long[] misclassified) {}

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
        return of(tested(first), tested(second), resamples, seed);
    }

    private static TestedRows tested(SvmOutcome outcome) {
        return new TestedRows(outcome.rows().get(0).cell(), outcome.testRows(), outcome.misclassified());
    }

    /**
     * Compares the same classifier on top of two models.
     *
     * @param first rows of the first model
     * @param second rows of the second model
     * @param resamples number of resamples of the bootstrap, at least 1
     * @param seed seed of the bootstrap
     * @return the comparison
     * @throws InvalidInputException if the models were tested on different datasets
     */
    public static PairedComparison of(TestedRows first, TestedRows second, int resamples, long seed) {
        requireSameData(first.cell(), second.cell());
        PairedErrors errors = PairedErrors.of(first, second);
        double p = Confidence.pairedBootstrap(errors.onlyFirst(), errors.onlySecond(), errors.rows(), resamples, seed);
        return new PairedComparison(
                first.cell().dataset(),
                first.cell().model().name(),
                second.cell().model().name(),
                first.cell().metric(),
                errors,
                p,
                resamples);
    }

    /**
     * Checks that two cells were measured on the same dataset.
     *
     * @throws InvalidInputException if the contents of the datasets differ
     */
    public static void requireSameData(Cell first, Cell second) {
        if (!Objects.equals(first.dataHash(), second.dataHash())) {
            throw InvalidInputException.of(
                    "%s was tested on %s and %s on %s, which are different datasets: compare models on the same dataset.",
                    first.model().name(), first.dataset(), second.model().name(), second.dataset());
        }
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
