package io.jointae.train.averaging;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.runtime.GpuStages;
import io.jointae.stack.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/**
 * Data where the work is: rows of prepared data dealt to the workers by id, and one block of plain floats a
 * worker for the length of a run. Nothing comes to the driver.
 */
public final class ResidentData {

    /** Rows of a DL4J {@code DataSet} on its way from Parquet into a block: it never leaves its task. */
    private static final int ROWS_PER_DATA_SET = 512;

    private ResidentData() {}

    /**
     * The rows of a split as DL4J's trainers take them: one partition a worker, row {@code id} on worker
     * {@code id mod workers}, in the order of ids; labels are the rows themselves. Arrays are made where they
     * are consumed, and never stored.
     */
    public static JavaRDD<DataSet> dataSets(PreparedDataset data, Split split, int workers) {
        return dataSets(
                data.examples(split).javaRDD().mapToPair((Example row) -> new Tuple2<>(row.getId(), row.getPixels())),
                data.width(),
                workers);
    }

    /** As {@link #dataSets(PreparedDataset, Split, int)}, of rows by their ids, which are dense from 0. */
    public static JavaRDD<DataSet> dataSets(JavaPairRDD<Long, float[]> rows, int width, int workers) {
        return rows.repartitionAndSortWithinPartitions(new HashPartitioner(workers))
                .mapPartitions(sorted -> new DataSets(sorted, width));
    }

    /**
     * One shard a worker, kept on the executors; the caller releases it.
     *
     * @param validation null for none
     */
    static JavaRDD<Shard> shards(
            JavaSparkContext context, JavaRDD<DataSet> train, JavaRDD<DataSet> validation, int workers, int width) {
        return resident(GpuStages.onGpus(shardsOf(context, train, validation, workers, width)));
    }

    /** Kept on the executors until the caller releases it. */
    static JavaRDD<Shard> resident(JavaRDD<Shard> shards) {
        return shards.setName("training data, one block a worker").persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** As {@link #shards}, to be read once. */
    static JavaRDD<Shard> shardsOf(
            JavaSparkContext context, JavaRDD<DataSet> train, JavaRDD<DataSet> validation, int workers, int width) {
        JavaRDD<Examples> blocks = blocks(train, workers, width);
        JavaRDD<Examples> checks = validation == null
                ? context.<Integer>emptyRDD()
                        .repartition(workers)
                        .mapPartitions(none ->
                                List.of(new Examples.Builder(width).build()).iterator())
                : blocks(validation, workers, width);
        return blocks.zipPartitions(checks, ResidentData::zip).mapPartitionsWithIndex(ResidentData::numbered, true);
    }

    private static Iterator<Shard> zip(Iterator<Examples> train, Iterator<Examples> valid) {
        return List.of(new Shard(0, train.next(), valid.next())).iterator();
    }

    private static Iterator<Shard> numbered(int worker, Iterator<Shard> shard) {
        Shard given = shard.next();
        return List.of(new Shard(worker, given.train(), given.valid())).iterator();
    }

    private static JavaRDD<Examples> blocks(JavaRDD<DataSet> sets, int workers, int width) {
        JavaRDD<DataSet> dealt = sets.getNumPartitions() == workers ? sets : dealt(sets, workers, width);
        return dealt.mapPartitionsWithIndex(
                (worker, given) -> {
                    Examples.Builder block = new Examples.Builder(width);
                    // Dealt by id modulo workers and sorted, the i-th row of worker k has id i workers + k.
                    long id = worker;
                    while (given.hasNext()) {
                        float[] values = rows(given.next(), width);
                        for (int from = 0; from < values.length; from += width, id += workers) {
                            block.add(id, values, from);
                        }
                    }
                    return List.of(block.build()).iterator();
                },
                true);
    }

    /**
     * Rows of others as {@link #dataSets} deals ours, by their place in the RDD: a plain {@code repartition} would
     * give them in the order in which blocks come in from the network.
     */
    private static JavaRDD<DataSet> dealt(JavaRDD<DataSet> sets, int workers, int width) {
        return dataSets(
                sets.flatMap(set -> {
                            float[] values = rows(set, width);
                            List<float[]> rows = new ArrayList<>();
                            for (int from = 0; from < values.length; from += width) {
                                rows.add(Arrays.copyOfRange(values, from, from + width));
                            }
                            return rows.iterator();
                        })
                        .zipWithIndex()
                        .mapToPair(row -> new Tuple2<>(row._2(), row._1())),
                width,
                workers);
    }

    /** The features, row after row. */
    private static float[] rows(DataSet set, int width) {
        INDArray features = set.getFeatures();
        if (features.rank() != 2 || features.size(1) != width) {
            throw InvalidInputException.of(
                    "training data: features of shape %s where the stack has %d inputs",
                    Arrays.toString(features.shape()), width);
        }
        return features.dup('c').data().asFloat();
    }

    /** Groups rows into {@code DataSet}s as they are asked for. */
    private static final class DataSets implements Iterator<DataSet> {
        private final Iterator<Tuple2<Long, float[]>> rows;
        private final int width;

        DataSets(Iterator<Tuple2<Long, float[]>> rows, int width) {
            this.rows = rows;
            this.width = width;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public DataSet next() {
            float[] values = new float[ROWS_PER_DATA_SET * width];
            int n = 0;
            while (n < ROWS_PER_DATA_SET && rows.hasNext()) {
                System.arraycopy(rows.next()._2(), 0, values, n++ * width, width);
            }
            float[] exact = n == ROWS_PER_DATA_SET ? values : Arrays.copyOf(values, n * width);
            INDArray features = Nd4j.create(exact, new long[] {n, width}, 'c');
            return new DataSet(features, features);
        }
    }
}
