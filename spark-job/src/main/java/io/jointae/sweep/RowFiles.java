package io.jointae.sweep;

import io.jointae.evaluate.ClassifierOutcome;
import io.jointae.evaluate.EvaluationOutcome;
import io.jointae.evaluate.MeanOutcome;
import io.jointae.results.BlockMeans;
import io.jointae.results.ResultRow;
import io.jointae.results.WrongRows;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Writes what a results folder keeps of single rows, so that the report can compare models on the same rows. */
final class RowFiles {

    private RowFiles() {}

    /**
     * Writes the files of an outcome: the misclassified rows of a classifier, or the block means of a value per row.
     *
     * @param results the results folder
     * @param rows the rows of the outcome as the store keeps them, in the same order
     */
    static void write(Configuration conf, String results, EvaluationOutcome outcome, List<ResultRow> rows)
            throws IOException {
        if (outcome instanceof ClassifierOutcome classifier) {
            for (WrongRows wrong : classifier.wrongRows(rows)) {
                wrong.write(conf, results);
            }
        }
        if (outcome instanceof MeanOutcome mean) {
            for (BlockMeans means : mean.blockMeans(rows)) {
                means.write(conf, results);
            }
        }
    }
}
