package io.jointae.evaluate;

import io.jointae.results.ResultRow;
import java.util.List;

/**
 * The outcome of {@link ParzenEvaluation}.
 *
 * @param rows validation and test log-likelihood, in nats
 * @param standardError standard error of the mean over the test rows, as Table I states it
 */
public record ParzenOutcome(List<ResultRow> rows, double standardError) implements EvaluationOutcome {

    /** Copies the list. */
    public ParzenOutcome {
        rows = List.copyOf(rows);
    }
}
