package io.jointae.train.shard;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.stack.RandomStreams;
import io.jointae.train.plan.TrainingPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/**
 * Distributes training data to the workers: row {@code id} goes to worker {@code id mod workers}, and each worker holds
 * its rows, in the order of their ids, as {@link ResidentShards} during a run. The driver receives no rows.
 *
 * <p>The id of a row travels with it as example metadata of DL4J's {@code DataSet}, since the corruption and the order of
 * the examples depend on it. Sets that other programs make carry no ids: their rows are numbered by their position.
 */
public final class ResidentData {

    /** The largest number of rows per {@code DataSet} between a Parquet file and a block; a set never leaves its task. */
    static final int ROWS_PER_DATA_SET = 512;

    /** The largest number of values of a {@code DataSet} of more than one row: 16 MiB, which wide rows reach. */
    private static final int VALUES_PER_DATA_SET = 1 << 22;

    private ResidentData() {}

    /**
     * Returns the rows of a split as DL4J's training masters take them: one partition per worker, labels equal to the
     * features, and the id of each row as its example metadata. The arrays are made while they are consumed, and are
     * never stored. Sparse rows stay sparse on their way to the workers.
     */
    public static JavaRDD<DataSet> dataSets(PreparedDataset data, Split split, int workers) {
        return data.isSparse()
                ? SparseSets.of(dealt(SparseRows.of(data, split).rows(), workers, false), data.width(), data.scaling())
                : dataSets(rows(data, split), data.width(), workers);
    }

    /**
     * Returns the training rows of a dataset as {@link #dataSets(PreparedDataset, Split, int)} does, in the order in which
     * the workers of a plan store them.
     */
    public static JavaRDD<DataSet> trainingSets(PreparedDataset data, TrainingPlan plan) {
        long count = data.count(Split.TRAIN);
        return data.isSparse()
                ? trainingSets(SparseRows.of(data, Split.TRAIN), count, plan)
                : trainingSets(rows(data, Split.TRAIN), count, plan);
    }

    /**
     * Returns training rows in the order in which the workers of a plan store them: sorted by their ids, or, if an epoch
     * takes them block by block, by a fixed hash of their ids. Then each block is a random sample of the rows, whatever
     * the order of the dataset, and a batch from a few blocks is one too.
     *
     * @param rows the values of each row by its id
     * @param count the number of rows
     */
    public static JavaRDD<DataSet> trainingSets(JavaPairRDD<Long, float[]> rows, long count, TrainingPlan plan) {
        int width = plan.architecture().inputs();
        return dealt(rows, plan.averaging().workers(), isBlockwise(count, plan))
                .mapPartitions(sorted -> new DataSets(sorted, width));
    }

    /** Returns sparse training rows in the order of {@link #trainingSets(JavaPairRDD, long, TrainingPlan)}. */
    public static JavaRDD<DataSet> trainingSets(SparseRows rows, long count, TrainingPlan plan) {
        return SparseSets.of(
                dealt(rows.rows(), plan.averaging().workers(), isBlockwise(count, plan)),
                plan.architecture().inputs(),
                rows.scaling());
    }

    private static boolean isBlockwise(long count, TrainingPlan plan) {
        return RowOrder.Kind.of(plan.steps(), count, plan.architecture().inputs()) == RowOrder.Kind.BLOCKWISE;
    }

    /** Gives each worker its rows, sorted by their ids or by the hash of their ids. */
    private static <V> JavaPairRDD<Long, V> dealt(JavaPairRDD<Long, V> rows, int workers, boolean byHash) {
        HashPartitioner worker = new HashPartitioner(workers);
        return byHash
                ? rows.repartitionAndSortWithinPartitions(worker, HashOrder.INSTANCE)
                : rows.repartitionAndSortWithinPartitions(worker);
    }

    private static JavaPairRDD<Long, float[]> rows(PreparedDataset data, Split split) {
        return data.exampleRows(split).mapToPair((Example row) -> new Tuple2<>(row.getId(), row.getPixels()));
    }

    /** Orders ids by a fixed hash. The hash has no collisions for ids of fewer than 64 bits, because it is a bijection. */
    private enum HashOrder implements Comparator<Long> {
        INSTANCE;

        @Override
        public int compare(Long a, Long b) {
            return Long.compare(RandomStreams.storageOrder(a), RandomStreams.storageOrder(b));
        }
    }

    /**
     * Returns rows with ids as DL4J's training masters take them.
     *
     * @param rows the values of each row by its id
     * @param width the number of values per row
     */
    public static JavaRDD<DataSet> dataSets(JavaPairRDD<Long, float[]> rows, int width, int workers) {
        return dealt(rows, workers, false).mapPartitions(sorted -> new DataSets(sorted, width));
    }

    /**
     * Returns the shards of rows that DL4J's training masters would take. The caller closes them.
     *
     * @param validation the validation rows; null for none
     * @param width the number of values per row
     */
    public static ResidentShards shards(
            JavaSparkContext context, JavaRDD<DataSet> train, JavaRDD<DataSet> validation, int workers, int width) {
        return ResidentShards.of(
                context,
                examples(train, workers, width),
                validation == null ? null : examples(validation, workers, width),
                width);
    }

    /** Returns the rows of sets as examples, with the rows of worker {@code k} in partition {@code k}. */
    private static JavaRDD<Example> examples(JavaRDD<DataSet> sets, int workers, int width) {
        JavaRDD<DataSet> distributed = sets.getNumPartitions() == workers ? sets : distribute(sets, workers, width);
        return distributed.mapPartitionsWithIndex(
                (worker, partition) -> new DataSetRows(partition, worker, workers, width), true);
    }

    /** Takes sets apart while they are consumed. */
    private static final class DataSetRows implements Iterator<Example> {
        private final Iterator<DataSet> sets;
        private final int worker;
        private final int workers;
        private final int width;
        private DataSet set;
        private float[] values = new float[0];
        private Iterator<Example> sparse = Collections.emptyIterator();
        private int row;
        private long position;

        DataSetRows(Iterator<DataSet> sets, int worker, int workers, int width) {
            this.sets = sets;
            this.worker = worker;
            this.workers = workers;
            this.width = width;
        }

        @Override
        public boolean hasNext() {
            while (!sparse.hasNext() && row * width >= values.length && sets.hasNext()) {
                set = sets.next();
                if (set instanceof SparseSets.SparseSet sparseSet) {
                    sparse = sparseSet.rows().iterator();
                } else {
                    values = features(set, width);
                    row = 0;
                }
            }
            return sparse.hasNext() || row * width < values.length;
        }

        @Override
        public Example next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (sparse.hasNext()) {
                return sparse.next();
            }
            Long id = id(set, row);
            float[] pixels = Arrays.copyOfRange(values, row * width, (row + 1) * width);
            Example example = new Example(id == null ? position * workers + worker : id, Example.UNLABELED, pixels);
            row++;
            position++;
            return example;
        }
    }

    /**
     * Distributes the rows of sets to the workers by their ids, or by their positions in the RDD if they have no ids. A
     * plain {@code repartition} would return them in the order in which blocks arrive from the network.
     */
    private static JavaRDD<DataSet> distribute(JavaRDD<DataSet> sets, int workers, int width) {
        return dataSets(
                sets.flatMap(set -> {
                            float[] values = features(set, width);
                            List<Tuple2<Long, float[]>> rows = new ArrayList<>();
                            for (int row = 0; row * width < values.length; row++) {
                                int from = row * width;
                                rows.add(new Tuple2<>(id(set, row), Arrays.copyOfRange(values, from, from + width)));
                            }
                            return rows.iterator();
                        })
                        .zipWithIndex()
                        .mapToPair(numbered -> {
                            Tuple2<Long, float[]> row = numbered._1();
                            return row._1() == null ? new Tuple2<>(numbered._2(), row._2()) : row;
                        }),
                width,
                workers);
    }

    /** Returns the id of a row; null if its set carries no ids. */
    private static Long id(DataSet set, int row) {
        List<Serializable> metadata = set.getExampleMetaData();
        return metadata != null && metadata.get(row) instanceof Long id ? id : null;
    }

    /** Returns the features of a set, row after row. */
    private static float[] features(DataSet set, int width) {
        INDArray features = set.getFeatures();
        if (features.rank() != 2 || features.size(1) != width) {
            throw InvalidInputException.of(
                    "The training data have features of shape %s where the stack has %d inputs: give one row of %d"
                            + " values per example.",
                    Arrays.toString(features.shape()), width, width);
        }
        return features.dup('c').data().asFloat();
    }

    /** Groups rows into {@code DataSet}s while they are consumed. */
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
            int most = Math.max(1, Math.min(ROWS_PER_DATA_SET, VALUES_PER_DATA_SET / width));
            float[] values = new float[most * width];
            List<Long> ids = new ArrayList<>(most);
            while (ids.size() < most && rows.hasNext()) {
                Tuple2<Long, float[]> row = rows.next();
                System.arraycopy(row._2(), 0, values, ids.size() * width, width);
                ids.add(row._1());
            }
            int n = ids.size();
            float[] exact = n == most ? values : Arrays.copyOf(values, n * width);
            INDArray features = Nd4j.create(exact, new long[] {n, width}, 'c');
            DataSet set = new DataSet(features, features);
            set.setExampleMetaData(ids);
            return set;
        }
    }
}
