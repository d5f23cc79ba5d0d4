package io.jointae.train.vector;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.spark.ScalaLists;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.executor.TempShuffleReadMetrics;
import org.apache.spark.rdd.RDD;
import scala.Product2;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;

/**
 * The tasks that average slices. Unlike Spark's own shuffled RDD, a task reads the output of the workers in the order of
 * the workers, a few at a time, so that it need not hold the slices of all workers to sum them in this order.
 */
final class SliceMeans extends RDD<SliceMeans.Output> {

    private static final long serialVersionUID = 1;

    /** The total size of the slices that a task requests together. */
    private static final long GROUP_BYTES = 8 << 20;

    private final int workers;
    private final int slices;
    private final long sliceBytes;

    /** The weight of a worker, and the partition that has its result. Every task reads the weights of all workers. */
    @DefaultSerializer(JavaSerializer.class)
    record Weight(int worker, int partition, long examples) implements Serializable {}

    /** One slice of every vector of a worker. */
    @DefaultSerializer(JavaSerializer.class)
    record Slice(int worker, List<FlatVector> parts) implements Serializable {}

    /** The part of a result that is not averaged. */
    @DefaultSerializer(JavaSerializer.class)
    record Rest(int worker, Serializable value) implements Serializable {}

    /**
     * The output of one task: either means or rests.
     *
     * @param parts the mean of one slice of every vector; empty in the task that collects the rests
     * @param rests what the workers return besides their vectors; empty in the other tasks
     */
    @DefaultSerializer(JavaSerializer.class)
    record Output(List<FlatVector> parts, List<Rest> rests) implements Serializable {}

    /** Either one slice, or, as the last partition, the rests. */
    @DefaultSerializer(JavaSerializer.class)
    private record SlicePartition(int index) implements Partition {
        private static final long serialVersionUID = 1;
    }

    /**
     * @param shuffle the workers' records: for each slice one partition, then the weights, then the rests
     * @param workers the number of partitions of the shuffle's input, with one worker each
     * @param sliceBytes the size of one slice of all vectors of a worker
     */
    SliceMeans(
            SparkContext context,
            ShuffleDependency<Integer, Serializable, Serializable> shuffle,
            int workers,
            int slices,
            long sliceBytes) {
        super(context, ScalaLists.<Dependency<?>>toScala(List.of(shuffle)), ClassTag$.MODULE$.apply(Output.class));
        this.workers = workers;
        this.slices = slices;
        this.sliceBytes = sliceBytes;
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] partitions = new Partition[slices + 1];
        for (int s = 0; s <= slices; s++) {
            partitions[s] = new SlicePartition(s);
        }
        return partitions;
    }

    @Override
    public Iterator<Output> compute(Partition partition, TaskContext task) {
        Output output = partition.index() == slices
                ? new Output(List.of(), this.<Rest>read(task, slices + 1, 0, workers))
                : new Output(means(partition.index(), task), List.of());
        return ScalaLists.single(output);
    }

    private List<FlatVector> means(int slice, TaskContext task) {
        List<Weight> weights = read(task, slices, 0, workers);
        weights.sort(Comparator.comparingInt(Weight::worker));
        long total = weights.stream().mapToLong(Weight::examples).sum();
        int groupSize = (int) Math.max(1, Math.min(workers, GROUP_BYTES / Math.max(1, sliceBytes)));
        List<WeightedMean> means = new ArrayList<>();
        for (int k = 0; k < weights.size(); ) {
            int next = endOfGroup(weights, k, groupSize);
            int partition = weights.get(k).partition();
            List<Slice> group = read(task, slice, partition, partition + next - k);
            group.sort(Comparator.comparingInt(Slice::worker));
            for (Slice one : group) {
                add(one.parts(), weights.get(k++).examples(), total, means);
            }
        }
        return means.stream().map(WeightedMean::mean).toList();
    }

    /** Returns the end of a group of workers whose results are in consecutive partitions. */
    private static int endOfGroup(List<Weight> weights, int begin, int groupSize) {
        int end = begin + 1;
        while (end < weights.size()
                && end - begin < groupSize
                && weights.get(end).partition() == weights.get(begin).partition() + end - begin) {
            end++;
        }
        return end;
    }

    private void add(List<FlatVector> parts, long examples, long total, List<WeightedMean> means) {
        for (int v = 0; v < parts.size(); v++) {
            if (means.size() == v) {
                means.add(new WeightedMean(parts.get(v).length(), workers, total));
            }
            means.get(v).add(parts.get(v), examples);
        }
    }

    /** Reads the records of some workers in one partition of the shuffle, in no order. */
    @SuppressWarnings("unchecked")
    private <T> List<T> read(TaskContext task, int partition, int fromWorker, int toWorker) {
        ShuffleDependency<Integer, Serializable, Serializable> shuffle =
                (ShuffleDependency<Integer, Serializable, Serializable>)
                        dependencies().head();
        TempShuffleReadMetrics metrics = task.taskMetrics().createTempShuffleReadMetrics();
        Iterator<Product2<Integer, T>> records = SparkEnv.get()
                .shuffleManager()
                .<Integer, T>getReader(
                        shuffle.shuffleHandle(), fromWorker, toWorker, partition, partition + 1, task, metrics)
                .read();
        List<T> values = new ArrayList<>();
        while (records.hasNext()) {
            values.add(records.next()._2());
        }
        return values;
    }
}
