package io.jointae.evaluate.frozen;

import io.jointae.data.Split;
import io.jointae.evaluate.EvaluationOutcome;
import io.jointae.evaluate.PairedComparison;
import io.jointae.evaluate.anomaly.AnomalyScores;
import io.jointae.results.Cell;
import io.jointae.results.CodeMetric;
import io.jointae.results.ResultRow;
import io.jointae.results.kept.Resamples;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The outcome of {@link AnomalyEvaluation}.
 *
 * @param rows area under the ROC curve and average precision, on the validation rows if they have both kinds of rows, and
 *     on the test rows
 * @param test the scores of the test rows
 * @param measured their quality
 * @param drawn identifies what the bootstrap of the test rows drew, see {@link AnomalyScores#drawn}
 */
public record AnomalyOutcome(List<ResultRow> rows, AnomalyScores test, AnomalyScores.Measured measured, String drawn)
        implements EvaluationOutcome {

    /** Copies the list. */
    public AnomalyOutcome {
        rows = List.copyOf(rows);
    }

    /**
     * Returns what a results folder keeps of the bootstrap of the test rows.
     *
     * @param stored the rows of this outcome as the store keeps them, whose keys name the files
     */
    public List<Resamples> resamples(List<ResultRow> stored) {
        List<Resamples> kept = new ArrayList<>();
        for (ResultRow row : stored) {
            if (row.cell().split() == Split.TEST) {
                AnomalyScores.Interval interval = row.cell().metric().id().equals(CodeMetric.ANOMALY_AUROC.id())
                        ? measured.auroc()
                        : measured.averagePrecision();
                kept.add(Resamples.of(row.cell().key(), drawn, interval.resamples()));
            }
        }
        return kept;
    }

    /**
     * A paired comparison of two models.
     *
     * @param dataset name of the dataset
     * @param first name of the first model
     * @param second name of the second model
     * @param p p-values of the hypothesis that both models rank the rows equally well
     * @param resamples number of resamples of the bootstrap
     */
    public record Comparison(String dataset, String first, String second, AnomalyScores.PValues p, int resamples) {}

    /**
     * Compares this model with another one on the same test rows.
     *
     * @param other outcome of the same evaluation of the other model
     * @param context context that runs the bootstrap
     * @param resamples number of resamples, at least 2
     * @param seed seed of the resamples
     * @throws io.jointae.base.InvalidInputException if the models were tested on different datasets
     */
    public Comparison comparedWith(AnomalyOutcome other, JavaSparkContext context, int resamples, long seed) {
        Cell one = testCell();
        Cell another = other.testCell();
        PairedComparison.requireSameData(one, another);
        return new Comparison(
                one.dataset(),
                one.model().name(),
                another.model().name(),
                test.compare(other.test, context, resamples, seed),
                resamples);
    }

    private Cell testCell() {
        return rows.stream()
                .map(ResultRow::cell)
                .filter(cell -> cell.split() == Split.TEST)
                .findFirst()
                .orElseThrow();
    }
}
