package io.jointae.train.shard;

import io.jointae.data.Example;
import io.jointae.runtime.GpuStages;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * The data of a run on the executors: one {@link Shard} per worker, whose blocks are in Spark's block manager. They stay
 * there until {@link #close}. If an executor is lost, Spark reads the rows of its workers again.
 */
public final class ResidentShards implements AutoCloseable {

    private final JavaRDD<Shard> references;
    private final JavaRDD<Shard> shards;
    private final List<Integer> stores;

    private ResidentShards(JavaRDD<Shard> references, List<Integer> stores) {
        this.references = GpuStages.onGpus(references)
                .setName("references to the training data of each worker")
                .persist(StorageLevel.MEMORY_AND_DISK());
        int rdd = this.references.id();
        this.shards = this.references.map(shard -> shard.referredToBy(rdd));
        this.stores = stores;
    }

    /**
     * Returns shards whose rows are read when a job first uses them.
     *
     * @param train the training rows: partition {@code k} has the rows of worker {@code k} in their order
     * @param validation the validation rows, divided in the same way; null for none
     * @param width the number of values per row
     */
    public static ResidentShards of(
            JavaSparkContext context, JavaRDD<Example> train, JavaRDD<Example> validation, int width) {
        int workers = train.getNumPartitions();
        List<Integer> stores =
                new ArrayList<>(List.of(context.sc().newRddId(), context.sc().newRddId()));
        JavaRDD<ExampleBlocks> trainBlocks = stored(train, stores.get(0), workers, width);
        JavaRDD<Example> valid =
                validation == null ? context.<Example>emptyRDD().repartition(workers) : validation;
        JavaRDD<Shard> references = trainBlocks
                .zipPartitions(stored(valid, stores.get(1), workers, width), ResidentShards::toShard)
                .mapPartitionsWithIndex(ResidentShards::withWorker, true);
        return new ResidentShards(references, stores);
    }

    /** Returns shards that are already in memory wherever they are used. */
    static ResidentShards inMemory(JavaRDD<Shard> shards) {
        return new ResidentShards(shards, List.of());
    }

    private static JavaRDD<ExampleBlocks> stored(JavaRDD<Example> rows, int store, int workers, int width) {
        return rows.mapPartitionsWithIndex(
                (worker, partition) -> List.<ExampleBlocks>of(
                                BlockWriter.write(partition, store, worker, workers, width))
                        .iterator(),
                true);
    }

    private static Iterator<Shard> toShard(Iterator<ExampleBlocks> train, Iterator<ExampleBlocks> valid) {
        return List.of(new Shard(0, train.next(), valid.next())).iterator();
    }

    private static Iterator<Shard> withWorker(int worker, Iterator<Shard> shards) {
        Shard shard = shards.next();
        return List.of(new Shard(worker, shard.train(), shard.valid())).iterator();
    }

    /** Returns the shards, one per partition. */
    public JavaRDD<Shard> rdd() {
        return shards;
    }

    /** Removes the data from the executors. */
    @Override
    public void close() {
        references.unpersist(false);
        stores.forEach(
                store -> references.context().env().blockManager().master().removeRdd(store, false));
    }
}
