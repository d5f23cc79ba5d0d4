package io.jointae.evaluate;

import io.jointae.results.ResultRow;
import io.jointae.statistics.BlockedMoments;
import java.util.List;

/**
 * The outcome of {@link ReconstructionEvaluation}.
 *
 * @param rows one row per split for clean inputs, then one row per split for corrupted inputs if the model corrupts
 *     its inputs; each value is the mean cost per example
 * @param moments the moments of each; those of training and test rows have blocks
 */
public record ReconstructionOutcome(List<ResultRow> rows, List<BlockedMoments> moments) implements MeanOutcome {

    /** Copies the lists. */
    public ReconstructionOutcome {
        rows = List.copyOf(rows);
        moments = List.copyOf(moments);
    }
}
