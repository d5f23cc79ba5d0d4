package io.jointae.evaluate;

import io.jointae.results.ResultRow;
import java.util.List;

/**
 * The outcome of {@link ReconstructionEvaluation}.
 *
 * @param rows one row per split for clean inputs, then one row per split for corrupted inputs if the model corrupts
 *     its inputs; each value is the mean cost per example
 */
public record ReconstructionOutcome(List<ResultRow> rows) implements EvaluationOutcome {

    /** Copies the list. */
    public ReconstructionOutcome {
        rows = List.copyOf(rows);
    }
}
