package io.jointae.train.averaging;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.train.plan.WorkerRate;
import io.jointae.train.vector.FlatVector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The result of one worker of a {@link PeerWork}. Every worker returns the part of the averaged vectors that it computed
 * itself: the parts of worker 0, 1, 2 and so on, one after the other, are the whole vectors.
 *
 * @param worker the index of the worker, from 0
 * @param parameters the worker's part of the parameters
 * @param optimizerState the worker's part of the averaged optimizer state; empty if each worker keeps its own
 * @param velocity the worker's part of the outer optimizer's velocity; empty if the rule keeps none
 * @param rounds the totals of each round. Those of the last one contain the reconstruction costs of the averaged
 *     parameters, if the plan evaluates them
 * @param rate the speed of the worker; null if a worker failed
 * @param failure the text of the exception that ended the work of this worker; null if it did not fail
 */
@DefaultSerializer(JavaSerializer.class)
record PeerResult(
        int worker,
        FlatVector parameters,
        FlatVector optimizerState,
        FlatVector velocity,
        List<RoundResult.Epoch> rounds,
        WorkerRate rate,
        String failure)
        implements Serializable {

    /**
     * Returns the result of a worker that stopped because it or another worker failed.
     *
     * @param failure null if another worker failed
     */
    static PeerResult stopped(int worker, String failure) {
        return new PeerResult(worker, FlatVector.EMPTY, FlatVector.EMPTY, FlatVector.EMPTY, List.of(), null, failure);
    }

    /** Returns whether the worker took all its rounds. */
    boolean complete() {
        return rate != null;
    }

    /** Joins the parts of a vector. */
    static float[] joined(List<PeerResult> results, Function<PeerResult, FlatVector> part) {
        float[] whole = new float
                [results.stream()
                        .mapToInt(result -> part.apply(result).length())
                        .sum()];
        int at = 0;
        for (PeerResult result : results) {
            part.apply(result).copyTo(whole, at);
            at += part.apply(result).length();
        }
        return whole;
    }

    /** Returns the totals of each round over all workers, summed in the order of the workers. */
    static List<RoundResult.Epoch> total(List<PeerResult> results) {
        List<RoundResult.Epoch> totals = new ArrayList<>(results.get(0).rounds);
        for (PeerResult result : results.subList(1, results.size())) {
            for (int r = 0; r < totals.size(); r++) {
                totals.set(r, totals.get(r).plus(result.rounds.get(r)));
            }
        }
        return totals;
    }
}
