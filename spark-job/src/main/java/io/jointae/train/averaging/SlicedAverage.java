package io.jointae.train.averaging;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Averages the results of many workers on the executors: the vectors are cut into slices, each slice's average is
 * one task's, and the driver takes in one vector whatever the number of workers. Bit for bit what {@link
 * RoundResult#average} gives.
 */
final class SlicedAverage {

    /** More slices than this would be shuffled in crumbs: the number of blocks is slices times workers. */
    private static final int MOST_SLICES = 128;

    private SlicedAverage() {}

    /** @param rest the worker's result but for its vectors, on one of its slices; null on the others */
    private record Slice(int worker, long examples, FlatVector parameters, FlatVector optimizer, RoundResult rest)
            implements Serializable {}

    /** @param rests those that came along, in no order */
    private record Mean(int index, FlatVector parameters, FlatVector optimizer, List<RoundResult> rests)
            implements Serializable {}

    /** @param results one a worker */
    static RoundResult of(JavaRDD<RoundResult> results, int workers) {
        int slices = Math.min(workers, MOST_SLICES);
        List<Mean> means = new ArrayList<>(
                results.flatMapToPair(result -> cut(result, slices).iterator())
                        .groupByKey(new HashPartitioner(slices))
                        .map(slice -> mean(slice._1(), slice._2()))
                        .collect());
        means.sort(Comparator.comparingInt(Mean::index));
        RoundResult rest = RoundResult.average(
                means.stream().flatMap(mean -> mean.rests().stream()).toList());
        return rest.with(
                join(means.stream().map(Mean::parameters).toList()),
                join(means.stream().map(Mean::optimizer).toList()));
    }

    private static List<Tuple2<Integer, Slice>> cut(RoundResult result, int slices) {
        List<Tuple2<Integer, Slice>> cut = new ArrayList<>();
        RoundResult rest = result.with(FlatVector.EMPTY, FlatVector.EMPTY);
        for (int s = 0; s < slices; s++) {
            // Spread over the slices, since a worker's own optimizer state may be with it.
            RoundResult along = s == result.worker() % slices ? rest : null;
            Slice slice = new Slice(
                    result.worker(),
                    result.examples(),
                    part(result.parameters(), s, slices),
                    part(result.optimizer(), s, slices),
                    along);
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

    private static Mean mean(int index, Iterable<Slice> given) {
        List<Slice> slices = new ArrayList<>();
        given.forEach(slices::add);
        slices.sort(Comparator.comparingInt(Slice::worker));
        List<Long> examples = slices.stream().map(Slice::examples).toList();
        return new Mean(
                index,
                WeightedMean.of(slices.stream().map(Slice::parameters).toList(), examples),
                WeightedMean.of(slices.stream().map(Slice::optimizer).toList(), examples),
                slices.stream()
                        .filter(slice -> slice.rest() != null)
                        .map(Slice::rest)
                        .toList());
    }

    private static FlatVector join(List<FlatVector> parts) {
        float[] joined = new float[parts.stream().mapToInt(FlatVector::length).sum()];
        int at = 0;
        for (FlatVector part : parts) {
            System.arraycopy(part.values(), 0, joined, at, part.length());
            at += part.length();
        }
        return new FlatVector(joined);
    }
}
