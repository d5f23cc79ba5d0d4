package io.jointae.sweep;

import io.jointae.evaluate.ClassifierOutcome;
import io.jointae.evaluate.EvaluationOutcome;
import io.jointae.evaluate.MeanOutcome;
import io.jointae.evaluate.frozen.AnomalyOutcome;
import io.jointae.results.ResultRow;
import io.jointae.results.kept.BlockMeans;
import io.jointae.results.kept.Resamples;
import io.jointae.results.kept.WrongRows;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Writes what a results folder keeps of single rows, so that the report can compare models on the same rows. */
final class RowFiles {

    private RowFiles() {}

    /**
     * Writes the files of an outcome: the misclassified rows of a classifier, the block means of a value per row, or the
     * resamples of a ranking of anomalies.
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
        if (outcome instanceof AnomalyOutcome anomalies) {
            for (Resamples resamples : anomalies.resamples(rows)) {
                resamples.write(conf, results);
            }
        }
        if (outcome instanceof MeanOutcome mean) {
            for (BlockMeans means : mean.blockMeans(rows)) {
                means.write(conf, results);
            }
        }
    }
}
