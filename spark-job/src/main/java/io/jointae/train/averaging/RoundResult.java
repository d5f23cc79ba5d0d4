package io.jointae.train.averaging;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.WorkerRate;
import io.jointae.train.vector.FlatVector;
import io.jointae.train.vector.SlicedMean;
import io.jointae.train.vector.WeightedMean;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.DoubleAccumulator;

/**
 * The result of one worker's round, or the average of several results.
 *
 * @param worker the lowest index of the workers in it
 * @param examples the number of examples trained on, which is the weight in an average
 * @param parameters all parameters of the stack
 * @param optimizerState the optimizer state; empty if each worker keeps its own
 * @param epochs the epochs of the round, in order
 * @param rates the speed of each worker
 */
@DefaultSerializer(JavaSerializer.class)
record RoundResult(
        int worker,
        long examples,
        FlatVector parameters,
        FlatVector optimizerState,
        List<Epoch> epochs,
        List<WorkerRate> rates)
        implements Serializable {

    /**
     * An epoch of a round.
     *
     * @param totals the totals of training
     * @param reconstruction the reconstruction costs; null if they were not evaluated
     */
    @DefaultSerializer(JavaSerializer.class)
    record Epoch(EpochTotals totals, ReconstructionTotals reconstruction) implements Serializable {

        /** Returns the totals of this work and of another worker's work at the same time. */
        Epoch plus(Epoch other) {
            return new Epoch(
                    totals.plusParallel(other.totals),
                    reconstruction == null ? null : reconstruction.plus(other.reconstruction));
        }
    }

    /**
     * Returns the average weighted by examples. It is summed in the order of the workers, so it does not depend on the
     * order in which results arrive. A single result is returned unchanged.
     */
    static RoundResult average(List<RoundResult> unordered) {
        List<RoundResult> results = new ArrayList<>(unordered);
        results.sort(Comparator.comparingInt(RoundResult::worker));
        RoundResult first = results.get(0);
        if (results.size() == 1) {
            return first;
        }
        List<Epoch> epochs = new ArrayList<>(first.epochs);
        List<WorkerRate> rates = new ArrayList<>(first.rates);
        for (RoundResult result : results.subList(1, results.size())) {
            rates.addAll(result.rates);
            for (int e = 0; e < epochs.size(); e++) {
                EpochTotals totals =
                        epochs.get(e).totals().plusParallel(result.epochs.get(e).totals());
                epochs.set(e, new Epoch(totals, null));
            }
        }
        List<Long> examples = results.stream().map(RoundResult::examples).toList();
        return new RoundResult(
                first.worker,
                examples.stream().mapToLong(Long::longValue).sum(),
                WeightedMean.of(results.stream().map(RoundResult::parameters).toList(), examples),
                WeightedMean.of(
                        results.stream().map(RoundResult::optimizerState).toList(), examples),
                epochs,
                rates);
    }

    /**
     * Returns the same average, computed on the executors. The driver receives the averages and the small rest of each
     * result.
     *
     * @param results one per partition
     * @param lengths the lengths of the parameters and of the optimizer state
     */
    static RoundResult averageOnExecutors(JavaRDD<RoundResult> results, List<Integer> lengths) {
        SlicedMean.Average<RoundResult> average = SlicedMean.of(
                results.map(result -> new SlicedMean.Contribution<>(
                        result.worker,
                        result.examples,
                        List.of(result.parameters, result.optimizerState),
                        result.withVectors(FlatVector.EMPTY, FlatVector.EMPTY))),
                lengths);
        return average(average.rests())
                .withVectors(average.vectors().get(0), average.vectors().get(1));
    }

    /** Adds the speed of the worker, in examples per second, to an accumulator and returns this result. */
    RoundResult withSpeedIn(DoubleAccumulator speed) {
        rates.forEach(rate -> speed.add(rate.examplesPerSecond()));
        return this;
    }

    /** Returns this result with other vectors. */
    RoundResult withVectors(FlatVector otherParameters, FlatVector otherOptimizerState) {
        return new RoundResult(worker, examples, otherParameters, otherOptimizerState, epochs, rates);
    }
}
