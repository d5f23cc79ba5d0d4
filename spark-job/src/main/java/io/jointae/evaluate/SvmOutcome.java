package io.jointae.evaluate;

import io.jointae.results.ResultRow;
import java.util.List;

/**
 * The outcome of {@link SvmEvaluation}.
 *
 * @param rows validation error and test error, in percent
 * @param misclassified ids of the misclassified test rows, ascending
 * @param testRows number of test rows
 * @param dataHash hash of the contents of the dataset
 */
public record SvmOutcome(List<ResultRow> rows, long[] misclassified, long testRows, String dataHash)
        implements ClassifierOutcome {

    /** Copies the list; the array is kept. */
    public SvmOutcome {
        rows = List.copyOf(rows);
    }
}
