package io.jointae.train.averaging;

import io.jointae.train.plan.EpochTotals;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What comes back from one worker's round, or the average of several.
 *
 * @param worker the lowest of the workers in it
 * @param examples trained on: the weight of the average
 * @param parameters flat
 * @param optimizer state, flat; empty where each worker keeps its own
 * @param kept each worker's state, where workers keep theirs
 * @param epochs what happened in each epoch touched, in order
 */
record RoundResult(
        int worker,
        long examples,
        FlatVector parameters,
        FlatVector optimizer,
        SortedMap<Integer, FlatVector> kept,
        List<Epoch> epochs)
        implements Serializable {

    /** @param reconstructed null where it was not evaluated */
    record Epoch(EpochTotals totals, ReconstructionTotals reconstructed) implements Serializable {}

    /**
     * The average weighted by examples, summed in the order of the workers, so that it does not depend on which
     * comes back first. One result alone is returned as it is, bit for bit.
     */
    static RoundResult average(List<RoundResult> given) {
        List<RoundResult> results = new ArrayList<>(given);
        results.sort(Comparator.comparingInt(RoundResult::worker));
        RoundResult first = results.get(0);
        if (results.size() == 1) {
            return first;
        }
        SortedMap<Integer, FlatVector> kept = new TreeMap<>();
        List<Epoch> epochs = new ArrayList<>(first.epochs);
        kept.putAll(first.kept);
        for (RoundResult result : results.subList(1, results.size())) {
            kept.putAll(result.kept);
            for (int e = 0; e < epochs.size(); e++) {
                EpochTotals totals =
                        epochs.get(e).totals().beside(result.epochs.get(e).totals());
                epochs.set(e, new Epoch(totals, null));
            }
        }
        List<Long> examples = results.stream().map(RoundResult::examples).toList();
        return new RoundResult(
                first.worker,
                examples.stream().mapToLong(Long::longValue).sum(),
                WeightedMean.of(results.stream().map(RoundResult::parameters).toList(), examples),
                WeightedMean.of(results.stream().map(RoundResult::optimizer).toList(), examples),
                kept,
                epochs);
    }

    /** This without the vectors that are averaged, or with others. */
    RoundResult with(FlatVector otherParameters, FlatVector otherOptimizer) {
        return new RoundResult(worker, examples, otherParameters, otherOptimizer, kept, epochs);
    }
}
