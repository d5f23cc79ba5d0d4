package io.jointae.evaluate.frozen;

import io.jointae.base.text.Count;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.logistic.LabeledSummary;
import io.jointae.results.ResultRow;
import io.jointae.results.Tuning;
import io.jointae.statistics.CodeStatistics;
import io.jointae.statistics.Confidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/** A classifier of codes whose settings are chosen by the validation rows, trained with several shares of the labels. */
interface CodeClassifier {

    /** The hyper-parameters that say which training rows had labels. */
    String SHARE = "labels-percent";

    String SEED = "labels-seed";

    /**
     * The result of training with some labeled rows.
     *
     * @param chosen the chosen hyper-parameters
     * @param tuning what was tried
     * @param validationErrors number of misclassified validation rows
     * @param misclassified ids of the misclassified test rows, ascending
     */
    record Tested(Map<String, String> chosen, Tuning tuning, long validationErrors, long[] misclassified) {}

    /** Returns the metric without layer and share, such as {@code probe-error-percent}. */
    String metricPrefix();

    /**
     * Trains, chooses and tests.
     *
     * @param labeled labeled training rows, which are persisted
     * @param summary facts about them
     * @param codes the codes of the other splits
     */
    Tested test(JavaRDD<RowBlock> labeled, LabeledSummary summary, FrozenCodes codes, EvaluationCache cache);

    /**
     * Trains and tests with every share.
     *
     * @throws io.jointae.base.InvalidInputException if a split is empty, or if the rows have no labels or one class
     */
    static CodeClassifierOutcome evaluate(
            CodeClassifier classifier, FrozenCodes codes, LabelShares shares, EvaluationCache cache) {
        for (Split split : Split.values()) {
            codes.subject().requireRows(split, "a classifier of codes needs training, validation and test rows");
        }
        CodeStatistics statistics = cache.codes(codes.subject());
        List<ResultRow> rows = new ArrayList<>();
        List<long[]> misclassified = new ArrayList<>();
        JavaRDD<RowBlock> training = codes.training(cache);
        for (double percent : shares.percents()) {
            long start = System.nanoTime();
            JavaRDD<RowBlock> labeled = LabelShares.isAll(percent)
                    ? training
                    : LabeledSubset.of(training, percent, shares.seed())
                            .in(training)
                            .persist(StorageLevel.MEMORY_AND_DISK());
            LabeledSummary summary =
                    LabeledSummary.of(labeled, codes.subject().data().dir());
            cache.progress()
                    .accept(codes.subject().describe() + ": " + LabelShares.text(percent) + " % of the labels, "
                            + Count.of(summary.rows(), "row"));
            Tested tested = classifier.test(labeled, summary, codes, cache);
            if (labeled != training) {
                labeled.unpersist(false);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, String> chosen = new HashMap<>(tested.chosen());
            chosen.put(SHARE, LabelShares.text(percent));
            chosen.put(SEED, Long.toString(shares.seed()));
            String metric = classifier.metricPrefix() + "-labels-" + LabelShares.text(percent);
            Map<Split, Long> errors = new TreeMap<>(
                    Map.of(Split.VALID, tested.validationErrors(), Split.TEST, (long) tested.misclassified().length));
            errors.forEach((split, wrong) -> rows.add(codes.row(
                            chosen,
                            metric,
                            split,
                            measured(wrong, codes.subject().data().count(split), seconds))
                    .with(statistics)
                    .with(tested.tuning())));
            misclassified.add(tested.misclassified());
        }
        return new CodeClassifierOutcome(
                rows, misclassified, codes.subject().data().count(Split.TEST));
    }

    private static FrozenCodes.Measured measured(long errors, long rows, double seconds) {
        return new FrozenCodes.Measured(100.0 * errors / rows, Confidence.errorPercent95(errors, rows), seconds);
    }
}
