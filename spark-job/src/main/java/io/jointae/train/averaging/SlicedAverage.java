package io.jointae.train.averaging;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Averages the results of many workers on the executors. The vectors are cut into slices, one task averages each slice,
 * and the driver receives one vector whatever the number of workers. The average is bit for bit that of
 * {@link RoundResult#average}.
 */
final class SlicedAverage {

    /** Limits the number of shuffled blocks, which is slices times workers, so that blocks do not get too small. */
    private static final int MAX_SLICES = 128;

    private SlicedAverage() {}

    /**
     * One slice of one worker's result.
     *
     * @param remainder the worker's result without its vectors, attached to one of its slices; null on the others
     */
    private record Slice(
            int worker, long examples, FlatVector parameters, FlatVector optimizerState, RoundResult remainder)
            implements Serializable {}

    /**
     * The average of one slice over all workers.
     *
     * @param remainders the remainders that were attached to this slice, in no order
     */
    private record SliceMean(int index, FlatVector parameters, FlatVector optimizerState, List<RoundResult> remainders)
            implements Serializable {}

    /** @param results one result per worker */
    static RoundResult of(JavaRDD<RoundResult> results, int workers) {
        int slices = Math.min(workers, MAX_SLICES);
        List<SliceMean> means = new ArrayList<>(
                results.flatMapToPair(result -> cut(result, slices).iterator())
                        .groupByKey(new HashPartitioner(slices))
                        .map(slice -> mean(slice._1(), slice._2()))
                        .collect());
        means.sort(Comparator.comparingInt(SliceMean::index));
        RoundResult withoutVectors = RoundResult.average(
                means.stream().flatMap(mean -> mean.remainders().stream()).toList());
        return withoutVectors.withVectors(
                join(means.stream().map(SliceMean::parameters).toList()),
                join(means.stream().map(SliceMean::optimizerState).toList()));
    }

    private static List<Tuple2<Integer, Slice>> cut(RoundResult result, int slices) {
        List<Tuple2<Integer, Slice>> cut = new ArrayList<>();
        RoundResult remainder = result.withVectors(FlatVector.EMPTY, FlatVector.EMPTY);
        // Remainders are spread over the slices, since they may contain the workers' own optimizer states.
        int sliceWithRemainder = result.worker() % slices;
        for (int s = 0; s < slices; s++) {
            Slice slice = new Slice(
                    result.worker(),
                    result.examples(),
                    part(result.parameters(), s, slices),
                    part(result.optimizerState(), s, slices),
                    s == sliceWithRemainder ? remainder : null);
            cut.add(new Tuple2<>(s, slice));
        }
        return cut;
    }

    private static FlatVector part(FlatVector vector, int slice, int slices) {
        long length = vector.length();
        int from = (int) (slice * length / slices);
        int to = (int) ((slice + 1) * length / slices);
        return new FlatVector(Arrays.copyOfRange(vector.values(), from, to));
    }

    private static SliceMean mean(int index, Iterable<Slice> unordered) {
        List<Slice> slices = new ArrayList<>();
        unordered.forEach(slices::add);
        slices.sort(Comparator.comparingInt(Slice::worker));
        List<Long> examples = slices.stream().map(Slice::examples).toList();
        return new SliceMean(
                index,
                WeightedMean.of(slices.stream().map(Slice::parameters).toList(), examples),
                WeightedMean.of(slices.stream().map(Slice::optimizerState).toList(), examples),
                slices.stream().map(Slice::remainder).filter(Objects::nonNull).toList());
    }

    private static FlatVector join(List<FlatVector> parts) {
        float[] joined = new float[parts.stream().mapToInt(FlatVector::length).sum()];
        int offset = 0;
        for (FlatVector part : parts) {
            System.arraycopy(part.values(), 0, joined, offset, part.length());
            offset += part.length();
        }
        return new FlatVector(joined);
    }
}
