package io.jointae.evaluate;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.LinearClassifier;
import io.jointae.evaluate.svm.SvmTraining;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultRow;
import io.jointae.statistics.Confidence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Linear SVM on the features of the top layer (Tables II-IV): trained on the training rows at every C of a
 * grid, C chosen by the error on the validation rows (of equals the smaller), the test error that of the
 * chosen classifier as it is, not trained again on training and validation rows together.
 *
 * @param costs the grid of C, ascending
 */
public record SvmEvaluation(List<Double> costs) {

    /** The metric of the rows. */
    public static final String METRIC = "svm-error-percent";

    /** The paper does not state its grid. */
    public static final List<Double> COSTS = List.of(0.001, 0.01, 0.1, 1.0, 10.0, 100.0);

    public SvmEvaluation {
        costs = List.copyOf(costs);
        training(costs);
    }

    /** Over {@link #COSTS}. */
    public static List<ResultRow> evaluate(SparkSession spark, ModelDirectory model, PreparedDataset data) {
        ModelOnDataset evaluated = new ModelOnDataset(model, data);
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            return new SvmEvaluation(COSTS).evaluate(evaluated, cached).rows();
        }
    }

    /**
     * @param rows validation and test error in percent
     * @param wrong ids of the test rows that were classified wrongly, ascending
     * @param tested test rows
     * @param dataHash of the dataset
     */
    public record Outcome(List<ResultRow> rows, long[] wrong, long tested, String dataHash) {}

    /** @throws InvalidInputException if a split is empty or the training rows have one class only */
    public Outcome evaluate(ModelOnDataset evaluated, EvaluationCache cached) {
        for (Split split : Split.values()) {
            evaluated.requireRows(split, "and the SVM trains, chooses C and is tested on the three of them");
        }
        long start = System.nanoTime();
        SvmTraining training =
                SvmTraining.of(costs.stream().mapToDouble(Double::doubleValue).toArray());
        List<LinearClassifier> classifiers = training.train(
                        cached.trainingFeatures(evaluated), evaluated.data().dir())
                .classifiers();
        long[] errors = errors(cached, cached.features(evaluated, Split.VALID), classifiers);
        int best = 0;
        for (int c = 1; c < errors.length; c++) {
            best = errors[c] < errors[best] ? c : best;
        }
        long[] wrong = wrong(cached, cached.features(evaluated, Split.TEST), classifiers.get(best));
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, String> chosen = Map.of("svm-c", costs.get(best).toString());
        long valid = evaluated.data().count(Split.VALID);
        long test = evaluated.data().count(Split.TEST);
        return new Outcome(
                List.of(
                        row(evaluated, chosen, Split.VALID, errors[best], valid, seconds),
                        row(evaluated, chosen, Split.TEST, wrong.length, test, seconds)),
                wrong,
                test,
                evaluated.data().hash());
    }

    private static SvmTraining training(List<Double> costs) {
        return SvmTraining.of(costs.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static ResultRow row(
            ModelOnDataset evaluated, Map<String, String> chosen, Split split, long errors, long rows, double seconds) {
        double ci95 = Confidence.errorPercent95(errors, rows);
        return evaluated.row(chosen, METRIC, split, 100.0 * errors / rows, ci95, seconds);
    }

    /** Wrong rows of each classifier. */
    private static long[] errors(EvaluationCache cached, JavaRDD<RowBlock> rows, List<LinearClassifier> classifiers) {
        LinearClassifier[] all = classifiers.toArray(LinearClassifier[]::new);
        Broadcast<LinearClassifier[]> shipped = cached.context().broadcast(all);
        try {
            return rows.map(block -> {
                        LinearClassifier[] each = shipped.value();
                        long[] errors = new long[each.length];
                        for (int c = 0; c < each.length; c++) {
                            errors[c] = wrongIds(each[c], block).length;
                        }
                        return errors;
                    })
                    .reduce((a, b) -> {
                        for (int c = 0; c < a.length; c++) {
                            a[c] += b[c];
                        }
                        return a;
                    });
        } finally {
            shipped.destroy();
        }
    }

    private static long[] wrong(EvaluationCache cached, JavaRDD<RowBlock> rows, LinearClassifier classifier) {
        Broadcast<LinearClassifier> shipped = cached.context().broadcast(classifier);
        try {
            return rows.map(block -> wrongIds(shipped.value(), block)).collect().stream()
                    .flatMapToLong(Arrays::stream)
                    .sorted()
                    .toArray();
        } finally {
            shipped.destroy();
        }
    }

    private static long[] wrongIds(LinearClassifier classifier, RowBlock block) {
        int[] predicted = classifier.predict(block.values(), block.rows());
        long[] wrong = new long[block.rows()];
        int n = 0;
        for (int i = 0; i < predicted.length; i++) {
            if (predicted[i] != block.labels()[i]) {
                wrong[n++] = block.ids()[i];
            }
        }
        return Arrays.copyOf(wrong, n);
    }
}
