package io.jointae.evaluate;

import io.jointae.results.ResultRow;
import io.jointae.statistics.BlockedMoments;
import io.jointae.statistics.Confidence;
import io.jointae.statistics.Moments;
import java.util.List;

/**
 * The outcome of {@link ParzenEvaluation}.
 *
 * @param rows validation and test log-likelihood, in nats
 * @param moments the moments of both; those of the test rows have blocks
 */
public record ParzenOutcome(List<ResultRow> rows, List<BlockedMoments> moments) implements MeanOutcome {

    /** Copies the lists. */
    public ParzenOutcome {
        rows = List.copyOf(rows);
        moments = List.copyOf(moments);
    }

    /** Returns the standard error of the mean over the test rows, as Table I states it. */
    public double standardError() {
        Moments test = moments.get(1).moments();
        return Confidence.standardError(test.deviations(), test.rows());
    }
}
