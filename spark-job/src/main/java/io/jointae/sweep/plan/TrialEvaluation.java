package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.Evaluation;
import io.jointae.evaluate.EvaluationOutcome;
import io.jointae.evaluate.FinetuneEvaluation;
import io.jointae.evaluate.ParzenEvaluation;
import io.jointae.evaluate.ReconstructionEvaluation;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.sample.DrawnSamples;
import io.jointae.results.Metric;
import io.jointae.results.ResultRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The words of {@code evaluations} in a sweep's file, and what each does. */
public final class TrialEvaluation {

    static final String SVM = SvmEvaluation.NAME;
    static final String PARZEN = ParzenEvaluation.NAME;
    public static final String FINETUNE = FinetuneEvaluation.NAME;
    private static final String RECONSTRUCT = ReconstructionEvaluation.NAME;

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

    /** Receives the outcome of an evaluation, and its rows as the store keeps them. */
    public interface OutcomeListener {

        /** Called once per evaluation. */
        void evaluated(EvaluationOutcome outcome, List<ResultRow> rows) throws IOException;
    }

    /** Runs evaluations over features that they share. */
    public static List<ResultRow> run(
            ModelOnDataset evaluated,
            EvaluationCache cached,
            EvaluationPlan plan,
            List<String> words,
            OutcomeListener listener)
            throws IOException {
        List<ResultRow> rows = new ArrayList<>();
        for (String word : words) {
            Evaluation<?> evaluation = switch (word) {
                case SVM -> new SvmEvaluation(plan.svmCosts());
                case RECONSTRUCT -> new ReconstructionEvaluation();
                case PARZEN -> new ParzenEvaluation(ParzenEvaluation.DEFAULT_WIDTHS, new DrawnSamples(plan.samples()));
                case FINETUNE -> new FinetuneEvaluation(plan.finetune());
                default -> throw new IllegalStateException("evaluation " + word);
            };
            EvaluationOutcome outcome = evaluation.evaluate(evaluated, cached);
            List<ResultRow> determined = outcome.rows().stream()
                    .map(row -> row.with(plan.determining(word)))
                    .toList();
            listener.evaluated(outcome, determined);
            rows.addAll(determined);
        }
        return rows;
    }
}
