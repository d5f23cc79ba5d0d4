package io.jointae.evaluate.frozen;

import io.jointae.base.text.Count;
import io.jointae.data.Split;
import io.jointae.evaluate.Evaluation;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.logistic.LabeledSummary;
import io.jointae.results.CodeMetric;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.results.Tuning;
import io.jointae.spark.RddResults;
import io.jointae.statistics.CodeStatistics;
import io.jointae.statistics.Confidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;

/** A classifier of codes whose settings are chosen by the validation rows, trained with several shares of the labels. */
interface CodeClassifier extends Evaluation<CodeClassifierOutcome> {

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

    /** Returns the layer of the codes, from 1 for the lowest; 0 stands for the top one. */
    int layer();

    /** Returns the shares of the labels. */
    LabelShares shares();

    /** Returns what is measured. */
    CodeMetric error();

    @Override
    default List<MetricName> metrics(int depth) {
        int number = FrozenCodes.number(layer(), depth, "stacks of " + Count.of(depth, "layer"));
        return shares().percents().stream()
                .map(percent -> error().name(LabelShares.text(percent), number))
                .toList();
    }

    /**
     * Trains, chooses and tests.
     *
     * @param labeled labeled training rows, which are persisted
     * @param summary facts about them
     * @param codes the codes of the other splits
     */
    Tested test(JavaRDD<RowBlock> labeled, LabeledSummary summary, FrozenCodes codes, EvaluationCache cache);

    /**
     * Trains and tests with every share of the labels.
     *
     * @throws io.jointae.base.InvalidInputException if a split is empty, or if the rows have no labels or one class
     */
    @Override
    default CodeClassifierOutcome evaluate(ModelOnDataset subject, EvaluationCache cache) {
        FrozenCodes codes = FrozenCodes.of(subject, layer());
        for (Split split : Split.values()) {
            subject.requireRows(split, "a classifier of codes needs training, validation and test rows");
        }
        CodeStatistics statistics = cache.codes(subject);
        List<ResultRow> rows = new ArrayList<>();
        List<long[]> misclassified = new ArrayList<>();
        JavaRDD<RowBlock> training = codes.training(cache);
        for (double percent : shares().percents()) {
            long start = System.nanoTime();
            JavaRDD<RowBlock> labeled = LabelShares.isAll(percent)
                    ? training
                    : LabeledSubset.of(training, percent, shares().seed())
                            .in(training)
                            .persist(StorageLevel.MEMORY_AND_DISK());
            LabeledSummary summary = LabeledSummary.of(labeled, subject.data().dir());
            cache.progress()
                    .accept(subject.describe() + ": " + LabelShares.text(percent) + " % of the labels, "
                            + Count.of(summary.rows(), "row"));
            Tested tested = test(labeled, summary, codes, cache);
            if (labeled != training) {
                labeled.unpersist(false);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, String> chosen = new HashMap<>(tested.chosen());
            chosen.put(SHARE, LabelShares.text(percent));
            chosen.put(SEED, Long.toString(shares().seed()));
            Map<Split, Long> errors = new TreeMap<>(
                    Map.of(Split.VALID, tested.validationErrors(), Split.TEST, (long) tested.misclassified().length));
            errors.forEach((split, wrong) -> rows.add(codes.row(
                            chosen,
                            error(),
                            LabelShares.text(percent),
                            split,
                            measured(wrong, subject.data().count(split), seconds))
                    .with(statistics)
                    .with(tested.tuning())));
            misclassified.add(tested.misclassified());
        }
        return new CodeClassifierOutcome(rows, misclassified, subject.data().count(Split.TEST));
    }

    /** Returns the first position of the smallest number. */
    static int smallest(long[] errors) {
        int best = 0;
        for (int i = 1; i < errors.length; i++) {
            best = errors[i] < errors[best] ? i : best;
        }
        return best;
    }

    /**
     * Returns the ids of the rows of a task that are misclassified, in the order of the rows.
     *
     * @param ids {@code [rows]}
     * @param labels {@code [rows]}
     * @param predicted returns the predicted label of a row by its index
     */
    static long[] wrongIds(long[] ids, int[] labels, IntUnaryOperator predicted) {
        return IntStream.range(0, ids.length)
                .filter(i -> predicted.applyAsInt(i) != labels[i])
                .mapToLong(i -> ids[i])
                .toArray();
    }

    /**
     * Returns ids of all tasks, ascending.
     *
     * @param ids returns the ids that an element contributes
     */
    static <T> long[] collect(JavaRDD<T> rows, Function<T, long[]> ids) {
        return RddResults.perElement(rows, ids).stream()
                .flatMapToLong(Arrays::stream)
                .sorted()
                .toArray();
    }

    private static FrozenCodes.Measured measured(long errors, long rows, double seconds) {
        return new FrozenCodes.Measured(100.0 * errors / rows, Confidence.errorPercent95(errors, rows), seconds);
    }
}
