package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.EvaluationOutcome;
import io.jointae.evaluate.FinetuneEvaluation;
import io.jointae.evaluate.ParzenEvaluation;
import io.jointae.evaluate.ReconstructionEvaluation;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.finetune.FinetuneDivergedException;
import io.jointae.evaluate.frozen.FrozenOptions;
import io.jointae.results.ResultRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The evaluations that a sweep file may name under the key {@code evaluations}. */
public final class TrialEvaluation {

    static final String SVM = SvmEvaluation.NAME;
    static final String PARZEN = ParzenEvaluation.NAME;
    /** The name of fine-tuning. */
    public static final String FINETUNE = FinetuneEvaluation.NAME;

    static final String RECONSTRUCT = ReconstructionEvaluation.NAME;

    private static final SortedSet<String> NAMES = new TreeSet<>(FrozenOptions.NAMES);

    static {
        NAMES.addAll(List.of(SVM, PARZEN, FINETUNE, RECONSTRUCT));
    }

    private TrialEvaluation() {}

    /**
     * Checks the names of evaluations.
     *
     * @throws InvalidInputException if a name is unknown
     */
    static void requireKnown(List<String> names) {
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw InvalidInputException.of(
                        "evaluations %s: unknown; choose from %s.", name, String.join(", ", NAMES));
            }
        }
    }

    /** Receives the outcome of an evaluation, and its rows as the store keeps them. */
    public interface OutcomeListener {

        /**
         * Receives one outcome.
         *
         * @param outcome outcome of the evaluation
         * @param rows its rows, with all hyperparameters
         */
        void evaluated(EvaluationOutcome outcome, List<ResultRow> rows) throws IOException;
    }

    /**
     * The results of the evaluations of a model.
     *
     * @param rows the rows of all evaluations that have a result
     * @param diverged the evaluations whose fine-tuning diverged, by name
     */
    public record Results(List<ResultRow> rows, SortedMap<String, FinetuneDivergedException> diverged) {

        /** The results of no evaluation. */
        public static final Results NONE = new Results(List.of(), new TreeMap<>());

        /**
         * Returns the rows if all evaluations have a result.
         *
         * @throws FinetuneDivergedException if one of them diverged
         */
        public List<ResultRow> required() {
            if (!diverged.isEmpty()) {
                throw diverged.get(diverged.firstKey());
            }
            return rows;
        }
    }

    /**
     * Runs evaluations of a model, which share the cached features.
     *
     * @param evaluated model and dataset
     * @param cached cache of the features
     * @param plan settings of the evaluations
     * @param names names of the evaluations to run
     * @param listener receives each outcome as soon as it is known
     */
    public static Results run(
            ModelOnDataset evaluated,
            EvaluationCache cached,
            EvaluationPlan plan,
            List<String> names,
            OutcomeListener listener)
            throws IOException {
        Results results = new Results(new ArrayList<>(), new TreeMap<>());
        for (String name : names) {
            EvaluationOutcome outcome;
            try {
                outcome = plan.evaluation(name).evaluate(evaluated, cached);
            } catch (InvalidInputException e) {
                if (e.getCause() instanceof FinetuneDivergedException divergence) {
                    results.diverged.put(name, divergence);
                    continue;
                }
                throw e;
            }
            List<ResultRow> complete = outcome.rows().stream()
                    .map(row -> row.with(plan.hyperparameters(name)))
                    .toList();
            listener.evaluated(outcome, complete);
            results.rows.addAll(complete);
        }
        return results;
    }
}
