package io.jointae.evaluate;

import io.jointae.data.Split;
import io.jointae.results.ResultRow;
import io.jointae.results.kept.WrongRows;
import java.util.List;

/** The outcome of an evaluation that classifies the test rows, so that two models can be compared row by row. */
public interface ClassifierOutcome extends EvaluationOutcome {

    /** Returns the ids of the misclassified test rows, ascending. */
    long[] misclassified();

    /** Returns the number of test rows. */
    long testRows();

    /**
     * Returns what a results folder keeps of the misclassified rows; empty if there are too many test rows to keep.
     *
     * @param stored the rows of this outcome as the store keeps them, whose keys name the files
     */
    default List<WrongRows> wrongRows(List<ResultRow> stored) {
        if (testRows() > WrongRows.MOST_ROWS) {
            return List.of();
        }
        return stored.stream()
                .filter(row -> row.cell().split() == Split.TEST)
                .map(row -> WrongRows.of(row.cell().key(), testRows(), misclassified()))
                .toList();
    }
}
