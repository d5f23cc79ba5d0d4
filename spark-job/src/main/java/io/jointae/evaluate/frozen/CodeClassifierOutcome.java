package io.jointae.evaluate.frozen;

import io.jointae.data.Split;
import io.jointae.evaluate.ClassifierOutcome;
import io.jointae.evaluate.PairedComparison;
import io.jointae.evaluate.PairedComparison.TestedRows;
import io.jointae.results.ResultRow;
import io.jointae.results.kept.WrongRows;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcome of {@link ProbeEvaluation} and of {@link NeighborsEvaluation}.
 *
 * @param rows validation error and test error in percent, for one share of the labels after the other
 * @param misclassifiedPerShare for each share the ids of the misclassified test rows, ascending
 * @param testRows number of test rows
 */
public record CodeClassifierOutcome(List<ResultRow> rows, List<long[]> misclassifiedPerShare, long testRows)
        implements ClassifierOutcome {

    /** Copies the lists; the arrays are kept. */
    public CodeClassifierOutcome {
        rows = List.copyOf(rows);
        misclassifiedPerShare = List.copyOf(misclassifiedPerShare);
    }

    /** Returns the ids of the test rows that the classifier with the largest share of labels got wrong, ascending. */
    @Override
    public long[] misclassified() {
        return misclassifiedPerShare.get(misclassifiedPerShare.size() - 1);
    }

    @Override
    public List<WrongRows> wrongRows(List<ResultRow> stored) {
        if (testRows > WrongRows.MOST_ROWS) {
            return List.of();
        }
        return tested(stored).stream()
                .map(test -> WrongRows.of(test.cell().key(), test.rows(), test.misclassified()))
                .toList();
    }

    private List<TestedRows> tested(List<ResultRow> of) {
        List<TestedRows> tested = new ArrayList<>();
        for (ResultRow row : of) {
            if (row.cell().split() == Split.TEST) {
                tested.add(new TestedRows(row.cell(), testRows, misclassifiedPerShare.get(tested.size())));
            }
        }
        return tested;
    }

    /**
     * Compares this model with another one on the same test rows, for each share of the labels.
     *
     * @param other the outcome of the same evaluation of the other model
     * @param resamples number of resamples of the bootstrap, at least 1
     * @param seed seed of the bootstrap
     * @throws io.jointae.base.InvalidInputException if the models were tested on different datasets
     */
    public List<PairedComparison> comparedWith(CodeClassifierOutcome other, int resamples, long seed) {
        List<TestedRows> first = tested(rows);
        List<TestedRows> second = other.tested(other.rows);
        List<PairedComparison> all = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            all.add(PairedComparison.of(first.get(i), second.get(i), resamples, seed));
        }
        return all;
    }
}
