package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.FinetuneEvaluation;
import io.jointae.evaluate.ParzenEvaluation;
import io.jointae.evaluate.ReconstructionEvaluation;
import io.jointae.evaluate.SamplingEvaluation;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.results.Metric;
import io.jointae.results.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The words of {@code evaluations} in a sweep's file, and what each does. */
public final class TrialEvaluation {

    static final String SVM = "svm";
    static final String PARZEN = "parzen";
    public static final String FINETUNE = "finetune";
    private static final String RECONSTRUCT = "reconstruct";

    private static final Map<String, Metric> METRICS = Map.of(
            SVM, Metric.SVM_ERROR,
            PARZEN, Metric.LOG_LIKELIHOOD,
            FINETUNE, Metric.FINETUNE_ERROR,
            RECONSTRUCT, Metric.CROSS_ENTROPY);

    private TrialEvaluation() {}

    /** @throws InvalidInputException naming a word that is not known */
    static void check(List<String> words) {
        for (String word : words) {
            if (!METRICS.containsKey(word)) {
                throw InvalidInputException.of(
                        "evaluations %s: unknown; known are %s",
                        word, String.join(", ", new TreeMap<>(METRICS).keySet()));
            }
        }
    }

    /** What a word measures. */
    public static Metric metric(String word) {
        return METRICS.get(word);
    }

    /** Runs them over features that they share. */
    public static List<ResultRow> run(
            ModelOnDataset evaluated, EvaluationCache cached, EvaluationPlan plan, List<String> words) {
        List<ResultRow> rows = new ArrayList<>();
        for (String word : words) {
            List<ResultRow> measured = switch (word) {
                case SVM ->
                    new SvmEvaluation(plan.svmCosts())
                            .evaluate(evaluated, cached)
                            .rows();
                case RECONSTRUCT -> ReconstructionEvaluation.evaluate(evaluated, cached);
                case PARZEN ->
                    new ParzenEvaluation(ParzenEvaluation.SIGMAS)
                            .evaluate(
                                    evaluated,
                                    cached,
                                    SamplingEvaluation.samples(evaluated, cached, plan.samples()),
                                    "samples of " + evaluated.describe(),
                                    plan.samples().toMap())
                            .rows();
                case FINETUNE ->
                    new FinetuneEvaluation(plan.finetune())
                            .evaluate(evaluated, cached)
                            .rows();
                default -> throw new IllegalStateException("evaluation " + word);
            };
            measured.forEach(row -> rows.add(with(row, plan.determining(word))));
        }
        return rows;
    }

    /** A row that says more of what determines it. */
    public static ResultRow with(ResultRow row, Map<String, String> more) {
        SortedMap<String, String> all = new TreeMap<>(row.hyperparameters());
        all.putAll(more);
        return new ResultRow(
                row.dataset(),
                row.model(),
                row.scheme(),
                row.layers(),
                row.kind(),
                all,
                row.metric(),
                row.split(),
                row.value(),
                row.ci95(),
                row.seconds(),
                row.seed());
    }
}
