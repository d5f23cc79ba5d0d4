package io.jointae.train.vector;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.train.vector.SliceMeans.Output;
import io.jointae.train.vector.SliceMeans.Rest;
import io.jointae.train.vector.SliceMeans.Slice;
import io.jointae.train.vector.SliceMeans.Weight;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.ContextCleaner;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.shuffle.ShuffleWriteProcessor;
import scala.Option;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Averages the vectors of many workers on the executors. The vectors are cut into slices, and one task averages each
 * slice. It reads the workers' slices in the order of the workers and adds each to sums in double precision, so it holds
 * a few slices at a time, and the mean is bit for bit that of {@link WeightedMean#of}. The driver receives one vector,
 * whatever the number of workers. A task that fails or runs twice changes nothing, because Spark passes on one output of
 * each worker.
 */
public final class SlicedMean {

    /**
     * Limits the number of shuffled blocks, which is slices times workers. Up to 200 blocks per worker, Spark writes them
     * to one file without sorting.
     */
    private static final int MAX_SLICES = 128;

    /** Vectors are cut into slices of at most this size, so that few workers with large vectors average on many cores. */
    private static final long SLICE_BYTES = 4 << 20;

    private SlicedMean() {}

    /**
     * The result of one worker.
     *
     * @param worker the index of the worker, from 0
     * @param examples the weight of its vectors
     * @param vectors the vectors to average; those of all workers have the same lengths
     * @param rest whatever else the worker returns to the driver; it should be small
     */
    @DefaultSerializer(JavaSerializer.class)
    public record Contribution<R extends Serializable>(int worker, long examples, List<FlatVector> vectors, R rest)
            implements Serializable {}

    /**
     * The averages of all workers.
     *
     * @param vectors the mean of each vector
     * @param rests what else the workers returned, in the order of the workers
     */
    public record Average<R>(List<FlatVector> vectors, List<R> rests) {}

    /**
     * Averages the contributions of all workers in one Spark job.
     *
     * @param contributions one per partition, in any order of the workers
     * @param lengths the length of each vector
     */
    public static <R extends Serializable> Average<R> of(
            JavaRDD<Contribution<R>> contributions, List<Integer> lengths) {
        int workers = contributions.getNumPartitions();
        long bytes = lengths.stream().mapToLong(n -> (long) n * Float.BYTES).sum();
        int slices = slices(workers, bytes);
        JavaPairRDD<Integer, Serializable> cut = contributions.mapPartitionsToPair(
                results -> new Cut(results.next(), TaskContext.getPartitionId(), slices));
        ClassTag<Integer> keys = ClassTag$.MODULE$.apply(Integer.class);
        ClassTag<Serializable> values = ClassTag$.MODULE$.apply(Serializable.class);
        ShuffleDependency<Integer, Serializable, Serializable> shuffle = new ShuffleDependency<>(
                cut.rdd(),
                new HashPartitioner(slices + 2),
                SparkEnv.get().serializer(),
                Option.empty(),
                Option.empty(),
                false,
                new ShuffleWriteProcessor(),
                keys,
                values,
                values);
        SparkContext context = cut.rdd().sparkContext();
        Joining joining = new Joining(slices, lengths);
        try {
            context.runJob(
                    new SliceMeans(context, shuffle, workers, slices, bytes / slices),
                    new First(),
                    joining,
                    ClassTag$.MODULE$.<Output>apply(Output.class));
        } finally {
            // Otherwise the files of all rounds stay on the disks until the driver happens to collect its garbage.
            context.cleaner().foreach(new Cleaning(shuffle.shuffleId()));
        }
        return joining.average();
    }

    /** Returns the number of slices for vectors of this size. */
    static int slices(int workers, long bytesPerWorker) {
        long limitedInSize = (bytesPerWorker + SLICE_BYTES - 1) / SLICE_BYTES;
        return (int) Math.min(MAX_SLICES, Math.max(workers, Math.max(1, limitedInSize)));
    }

    /**
     * The records of one worker: its slices, its weight, and its rest. They are made while they are written, without a
     * copy of the vectors.
     */
    private static final class Cut implements Iterator<Tuple2<Integer, Serializable>> {
        private final Contribution<?> contribution;
        private final int partition;
        private final int slices;
        private int next;

        Cut(Contribution<?> contribution, int partition, int slices) {
            this.contribution = contribution;
            this.partition = partition;
            this.slices = slices;
        }

        @Override
        public boolean hasNext() {
            return next < slices + 2;
        }

        @Override
        public Tuple2<Integer, Serializable> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int index = next++;
            return new Tuple2<>(index, record(index));
        }

        private Serializable record(int index) {
            if (index == slices) {
                return new Weight(contribution.worker(), partition, contribution.examples());
            }
            if (index > slices) {
                return new Rest(contribution.worker(), contribution.rest());
            }
            List<FlatVector> parts = new ArrayList<>();
            contribution.vectors().forEach(vector -> parts.add(vector.part(index, slices)));
            return new Slice(contribution.worker(), parts);
        }
    }

    /** Deletes the files of a shuffle in the background. */
    private static final class Cleaning extends AbstractFunction1<ContextCleaner, BoxedUnit> {
        private final int shuffle;

        Cleaning(int shuffle) {
            this.shuffle = shuffle;
        }

        @Override
        public BoxedUnit apply(ContextCleaner cleaner) {
            cleaner.doCleanupShuffle(shuffle, false);
            return BoxedUnit.UNIT;
        }
    }

    /** Returns the only output of a task. */
    private static final class First extends AbstractFunction1<scala.collection.Iterator<Output>, Output>
            implements Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public Output apply(scala.collection.Iterator<Output> outputs) {
            return outputs.next();
        }
    }

    /**
     * Joins the outputs of the tasks on the driver as they arrive, in any order, so that the driver never holds the whole
     * vectors twice. Spark calls it for one output at a time, and once per task.
     */
    private static final class Joining extends AbstractFunction2<Object, Output, BoxedUnit> {
        private final int slices;
        private final List<float[]> vectors = new ArrayList<>();
        private List<Rest> rests = List.of();

        Joining(int slices, List<Integer> lengths) {
            this.slices = slices;
            lengths.forEach(length -> vectors.add(new float[length]));
        }

        @Override
        public BoxedUnit apply(Object task, Output output) {
            int slice = (int) task;
            if (slice == slices) {
                rests = output.rests();
            }
            for (int v = 0; v < output.parts().size(); v++) {
                FlatVector whole = new FlatVector(vectors.get(v));
                output.parts()
                        .get(v)
                        .copyTo(vectors.get(v), whole.part(slice, slices).begin());
            }
            return BoxedUnit.UNIT;
        }

        @SuppressWarnings("unchecked")
        <R> Average<R> average() {
            List<R> ordered = rests.stream()
                    .sorted(Comparator.comparingInt(Rest::worker))
                    .map(rest -> (R) rest.value())
                    .toList();
            return new Average<>(vectors.stream().map(FlatVector::new).toList(), ordered);
        }
    }
}
