package io.jointae.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param optimiser state, flat; empty where each worker keeps its own
 * @param kept each worker's state, where workers keep theirs
 * @param epochs what happened in each epoch touched, in order
 */
record RoundResult(
        int worker,
        long examples,
        float[] parameters,
        float[] optimiser,
        SortedMap<Integer, float[]> kept,
        List<Epoch> epochs)
        implements Serializable {

    /** Sums of a piece of the vectors stay in the cache. */
    private static final int PIECE = 1 << 12;

    /** @param clean null where it was not evaluated */
    record Epoch(EpochTotals totals, CleanCosts clean) implements Serializable {}

    /**
     * The average weighted by examples, summed in double precision in the order of the workers, so that it does
     * not depend on which comes back first. One result alone is returned as it is, bit for bit.
     */
    static RoundResult average(List<RoundResult> given) {
        List<RoundResult> results = new ArrayList<>(given);
        results.sort(Comparator.comparingInt(RoundResult::worker));
        RoundResult first = results.get(0);
        if (results.size() == 1) {
            return first;
        }
        SortedMap<Integer, float[]> kept = new TreeMap<>();
        List<Epoch> epochs = new ArrayList<>(first.epochs);
        long examples = first.examples;
        kept.putAll(first.kept);
        for (RoundResult result : results.subList(1, results.size())) {
            examples += result.examples;
            kept.putAll(result.kept);
            for (int e = 0; e < epochs.size(); e++) {
                EpochTotals totals =
                        epochs.get(e).totals().beside(result.epochs.get(e).totals());
                epochs.set(e, new Epoch(totals, null));
            }
        }
        float[] parameters = mean(results.stream().map(RoundResult::parameters).toList(), results);
        float[] optimiser = mean(results.stream().map(RoundResult::optimiser).toList(), results);
        return new RoundResult(first.worker, examples, parameters, optimiser, kept, epochs);
    }

    private static float[] mean(List<float[]> vectors, List<RoundResult> weights) {
        double total = weights.stream().mapToLong(RoundResult::examples).sum();
        if (total == 0) {
            // Nobody had anything to do: all still hold what they started from.
            return vectors.get(0);
        }
        float[] mean = new float[vectors.get(0).length];
        double[] sums = new double[Math.min(PIECE, mean.length)];
        for (int from = 0; from < mean.length; from += PIECE) {
            int n = Math.min(PIECE, mean.length - from);
            Arrays.fill(sums, 0);
            for (int k = 0; k < vectors.size(); k++) {
                float[] vector = vectors.get(k);
                double weight = weights.get(k).examples / total;
                if (weight > 0) {
                    for (int i = 0; i < n; i++) {
                        sums[i] += weight * vector[from + i];
                    }
                }
            }
            for (int i = 0; i < n; i++) {
                mean[from + i] = (float) sums[i];
            }
        }
        return mean;
    }
}
