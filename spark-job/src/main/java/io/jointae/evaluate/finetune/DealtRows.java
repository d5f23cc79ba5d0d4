package io.jointae.evaluate.finetune;

import io.jointae.evaluate.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Deals rows to workers: the row with the id {@code i} belongs to worker {@code i} modulo the number of workers. */
final class DealtRows {

    private DealtRows() {}

    /**
     * Returns blocks in which the partition with the index of a worker has the rows of this worker. They are kept in
     * memory, or on disk if memory does not suffice, until the caller unpersists them.
     */
    static JavaRDD<RowBlock> of(JavaRDD<RowBlock> blocks, int workers) {
        // The hash of an Integer is its value, so that the key is the index of the partition.
        return blocks.flatMapToPair(block -> deal(block, workers).iterator())
                .partitionBy(new HashPartitioner(workers))
                .values()
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Returns the part of each worker that has rows of a block, by the index of the worker. */
    static List<Tuple2<Integer, RowBlock>> deal(RowBlock block, int workers) {
        int width = block.width();
        List<Tuple2<Integer, RowBlock>> parts = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            long[] ids = new long[block.rows()];
            int[] labels = new int[block.rows()];
            float[] values = new float[block.values().length];
            int n = 0;
            for (int i = 0; i < block.rows(); i++) {
                if (block.ids()[i] % workers == worker) {
                    ids[n] = block.ids()[i];
                    labels[n] = block.labels()[i];
                    System.arraycopy(block.values(), i * width, values, n * width, width);
                    n++;
                }
            }
            if (n > 0) {
                RowBlock part =
                        new RowBlock(Arrays.copyOf(ids, n), Arrays.copyOf(labels, n), Arrays.copyOf(values, n * width));
                parts.add(new Tuple2<>(worker, part));
            }
        }
        return parts;
    }
}
