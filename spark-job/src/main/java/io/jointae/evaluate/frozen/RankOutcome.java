package io.jointae.evaluate.frozen;

import io.jointae.evaluate.EvaluationOutcome;
import io.jointae.results.ResultRow;
import java.util.List;

/**
 * The outcome of {@link RankEvaluation}.
 *
 * @param rows the effective rank, RankMe and the variance, for one layer after the other
 * @param layers the same numbers
 */
public record RankOutcome(List<ResultRow> rows, List<LayerRank> layers) implements EvaluationOutcome {

    /** Copies the lists. */
    public RankOutcome {
        rows = List.copyOf(rows);
        layers = List.copyOf(layers);
    }

    /**
     * The codes of one layer.
     *
     * @param layer counted from 1 for the lowest
     * @param units number of units
     * @param codeRows number of rows whose codes were measured
     * @param effectiveRank effective rank of the centered codes
     * @param rankMe effective rank of the codes as they are
     * @param variance the variance of a unit's code over the rows, as the mean over the units
     */
    public record LayerRank(
            int layer, int units, long codeRows, double effectiveRank, double rankMe, double variance) {}
}
