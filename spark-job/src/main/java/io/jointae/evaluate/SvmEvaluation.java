package io.jointae.evaluate;

import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.LinearClassifier;
import io.jointae.evaluate.svm.SvmTraining;
import io.jointae.results.Metric;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.results.Tuning;
import io.jointae.spark.RddResults;
import io.jointae.statistics.CodeStatistics;
import io.jointae.statistics.Confidence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/**
 * Measures the error of a linear SVM on the features of the top layer (Tables II-IV). One classifier is trained on the
 * training rows for every cost C of a grid. The cost with the lowest validation error is chosen, the smallest one if
 * several are equal. The test error is that of the chosen classifier, which is not trained again on the training and
 * validation rows together. The rows also state the squared hinge loss of the chosen classifier per validation row.
 *
 * @param costs grid of costs C, positive and strictly ascending
 */
public record SvmEvaluation(List<Double> costs) implements Evaluation<SvmOutcome> {

    /** The name of this evaluation in commands and sweep files. */
    public static final String NAME = "svm";

    private static final String COST = "svm-c";

    /** The default grid of costs. The paper does not state its grid. */
    public static final List<Double> DEFAULT_COSTS = List.of(0.001, 0.01, 0.1, 1.0, 10.0, 100.0);

    /**
     * Checks the grid.
     *
     * @throws io.jointae.base.InvalidInputException if the grid is empty, not positive or not ascending
     */
    public SvmEvaluation {
        costs = List.copyOf(costs);
        SvmTraining.requireAscending(COST, toArray(costs));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<MetricName> metrics(int depth) {
        return List.of(Metric.SVM_ERROR.metricName());
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.jointae.base.InvalidInputException if a split is empty or all training rows have the same class
     */
    @Override
    public SvmOutcome evaluate(ModelOnDataset subject, EvaluationCache cache) {
        for (Split split : Split.values()) {
            subject.requireRows(split, "the SVM needs training, validation and test rows");
        }
        CodeStatistics codes = cache.codes(subject);
        long start = System.nanoTime();
        List<LinearClassifier> classifiers = SvmTraining.of(toArray(costs))
                .train(
                        cache.trainingFeatures(subject),
                        subject.data().dir(),
                        line -> cache.progress().accept(subject.describe() + ": " + line))
                .classifiers();
        double[][] valid = errorsAndLosses(cache, cache.features(subject, Split.VALID), classifiers);
        int best = 0;
        for (int c = 1; c < valid.length; c++) {
            best = valid[c][0] < valid[best][0] ? c : best;
        }
        long[] misclassified = misclassified(cache, cache.features(subject, Split.TEST), classifiers.get(best));
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, String> chosen = Map.of(COST, costs.get(best).toString());
        Tuning tuning = Tuning.of(valid[best][1] / subject.data().count(Split.VALID), COST, costs);
        return new SvmOutcome(
                List.of(
                        row(subject, chosen, Split.VALID, (long) valid[best][0], seconds)
                                .with(codes)
                                .with(tuning),
                        row(subject, chosen, Split.TEST, misclassified.length, seconds)
                                .with(codes)
                                .with(tuning)),
                misclassified,
                subject.data().count(Split.TEST),
                subject.data().hash());
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static ResultRow row(
            ModelOnDataset subject, Map<String, String> chosen, Split split, long errors, double seconds) {
        long rows = subject.data().count(split);
        double ci95 = Confidence.errorPercent95(errors, rows);
        return subject.row(chosen, Metric.SVM_ERROR.id(), split, 100.0 * errors / rows, ci95, seconds);
    }

    /** Returns the number of misclassified rows and the sum of the squared hinge loss for each classifier. */
    private static double[][] errorsAndLosses(
            EvaluationCache cache, JavaRDD<RowBlock> rows, List<LinearClassifier> classifiers) {
        LinearClassifier[] all = classifiers.toArray(LinearClassifier[]::new);
        Broadcast<LinearClassifier[]> broadcast = cache.context().broadcast(all);
        try {
            // The sums come in the order of the blocks, so the order of summation is fixed.
            List<double[][]> blocks = RddResults.perElement(rows, block -> errorsAndLosses(broadcast.value(), block));
            double[][] sums = new double[all.length][2];
            for (double[][] block : blocks) {
                for (int c = 0; c < sums.length; c++) {
                    sums[c][0] += block[c][0];
                    sums[c][1] += block[c][1];
                }
            }
            return sums;
        } finally {
            broadcast.destroy();
        }
    }

    private static double[][] errorsAndLosses(LinearClassifier[] classifiers, RowBlock block) {
        double[][] each = new double[classifiers.length][];
        for (int c = 0; c < each.length; c++) {
            float[] scores = classifiers[c].scores(block.values(), block.rows());
            int[] predicted = classifiers[c].predict(scores);
            int errors = 0;
            for (int i = 0; i < predicted.length; i++) {
                errors += predicted[i] == block.labels()[i] ? 0 : 1;
            }
            each[c] = new double[] {errors, classifiers[c].squaredHinge(scores, block.labels())};
        }
        return each;
    }

    private static long[] misclassified(EvaluationCache cache, JavaRDD<RowBlock> rows, LinearClassifier classifier) {
        Broadcast<LinearClassifier> broadcast = cache.context().broadcast(classifier);
        try {
            return RddResults.perElement(rows, block -> misclassifiedIds(broadcast.value(), block)).stream()
                    .flatMapToLong(Arrays::stream)
                    .sorted()
                    .toArray();
        } finally {
            broadcast.destroy();
        }
    }

    private static long[] misclassifiedIds(LinearClassifier classifier, RowBlock block) {
        int[] predicted = classifier.predict(block.values(), block.rows());
        long[] ids = new long[block.rows()];
        int n = 0;
        for (int i = 0; i < predicted.length; i++) {
            if (predicted[i] != block.labels()[i]) {
                ids[n++] = block.ids()[i];
            }
        }
        return Arrays.copyOf(ids, n);
    }
}
