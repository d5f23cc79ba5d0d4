package io.jointae.sweep;

import io.jointae.base.BadInput;
import io.jointae.evaluate.Cached;
import io.jointae.evaluate.Evaluated;
import io.jointae.evaluate.Reconstruction;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Metric;
import io.jointae.results.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** The words of {@code evaluations} in a sweep's file, and what each does. */
final class Evaluations {

    private static final Map<String, Metric> METRICS =
            Map.of("svm", Metric.SVM_ERROR, "reconstruct", Metric.CROSS_ENTROPY);

    private Evaluations() {}

    /** @throws BadInput naming a word that is not known */
    static void check(List<String> words) {
        for (String word : words) {
            if (!METRICS.containsKey(word)) {
                throw BadInput.of(
                        "evaluations %s: unknown; known are %s",
                        word, String.join(", ", new TreeMap<>(METRICS).keySet()));
            }
        }
    }

    /** What a word measures. */
    static Metric metric(String word) {
        return METRICS.get(word);
    }

    /** Runs them over features that they share. */
    static List<ResultRow> run(SparkSession spark, Trial trial, ModelDirectory model, List<String> words) {
        Evaluated evaluated = new Evaluated(model, trial.data());
        List<ResultRow> rows = new ArrayList<>();
        try (Cached cached = Cached.shared(spark)) {
            for (String word : words) {
                switch (word) {
                    case "svm" ->
                        rows.addAll(new SvmEvaluation(trial.svmCosts())
                                .evaluate(evaluated, cached)
                                .rows());
                    case "reconstruct" -> rows.addAll(Reconstruction.evaluate(evaluated, cached));
                    default -> throw new IllegalStateException("evaluation " + word);
                }
            }
        }
        return rows;
    }
}
