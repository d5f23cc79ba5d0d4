package io.jointae.evaluate;

import io.jointae.results.ResultRow;
import io.jointae.results.kept.BlockMeans;
import io.jointae.statistics.BlockedMoments;
import java.util.ArrayList;
import java.util.List;

/** The outcome of an evaluation whose values are means over rows, so that two models can be compared on the same rows. */
public sealed interface MeanOutcome extends EvaluationOutcome permits ParzenOutcome, ReconstructionOutcome {

    /** Returns the moments over blocks of rows, one per row of the outcome; those without blocks are not kept. */
    List<BlockedMoments> moments();

    /**
     * Returns what a results folder keeps of the values per row.
     *
     * @param stored the rows of this outcome as the store keeps them, in the same order, whose keys name the files
     */
    default List<BlockMeans> blockMeans(List<ResultRow> stored) {
        List<BlockMeans> kept = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            BlockedMoments moments = moments().get(i);
            String key = stored.get(i).cell().key();
            if (moments.sums().length > 0) {
                moments.means()
                        .ifPresent(means ->
                                kept.add(BlockMeans.of(key, moments.moments().rows(), means)));
            }
        }
        return kept;
    }
}
