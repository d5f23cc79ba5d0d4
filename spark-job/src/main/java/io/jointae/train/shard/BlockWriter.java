package io.jointae.train.shard;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.feature.SparseRow;
import io.jointae.stack.Examples;
import io.jointae.stack.SparseExamples;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.StorageLevel;

/**
 * Cuts the rows of one worker into blocks while they stream in, and stores each block on this executor: in memory if
 * there is room, and otherwise on the local disk. So the task never holds more than one block.
 */
final class BlockWriter {

    /** The share of the storage memory that stays free for the broadcasts of the rounds. */
    private static final double FREE_SHARE = 0.1;

    private final BlockManager manager = SparkEnv.get().blockManager();
    private final int store;
    private final int worker;
    private final int workers;
    private final int width;
    private final List<OnDisk> onDisk = new ArrayList<>();
    private int index;
    private int size;

    private record OnDisk(int index, long bytes) {}

    private BlockWriter(int store, int worker, int workers, int width) {
        this.store = store;
        this.worker = worker;
        this.workers = workers;
        this.width = width;
    }

    /**
     * Stores the rows of a worker in the order in which they come.
     *
     * @param store the number that stands for an RDD in the names of the blocks
     * @param width the number of values per row
     */
    static StoredBlocks write(Iterator<Example> rows, int store, int worker, int workers, int width) {
        BlockWriter writer = new BlockWriter(store, worker, workers, width);
        int rowsPerBlock = StoredBlocks.rowsPerBlock(width);
        while (rows.hasNext()) {
            Example first = rows.next();
            writer.add(
                    first.sparse() == null
                            ? denseBlock(first, rows, width, rowsPerBlock)
                            : sparseBlock(first, rows, width, rowsPerBlock));
        }
        StoredBlocks stored = new StoredBlocks(store, worker, workers, writer.size, width, StoredBlocks.NONE);
        writer.moveToMemory(stored);
        return stored;
    }

    private static Examples denseBlock(Example first, Iterator<Example> rows, int width, int rowsPerBlock) {
        Examples.Builder block = Examples.Builder.compact(width);
        block.add(first.getId(), first.getLabel(), first.getPixels(), 0);
        while (block.size() < rowsPerBlock && rows.hasNext()) {
            Example row = rows.next();
            block.add(row.getId(), row.getLabel(), row.getPixels(), 0);
        }
        return block.build();
    }

    /** Returns a block of sparse rows, which all have the same background. */
    private static Examples sparseBlock(Example first, Iterator<Example> rows, int width, int rowsPerBlock) {
        SparseExamples block = new SparseExamples(width, first.sparse().background());
        Example row = first;
        while (true) {
            SparseRow values = row.toSparse();
            block.add(row.getId(), row.getLabel(), values.indices(), values.values());
            if (block.size() == rowsPerBlock || !rows.hasNext()) {
                return block.build();
            }
            row = rows.next();
        }
    }

    private void add(Examples block) {
        if (size > Integer.MAX_VALUE - block.size()) {
            throw InvalidInputException.ofField(
                    "workers",
                    "%d gives worker %d more than %d training examples: choose more workers.",
                    workers,
                    worker,
                    Integer.MAX_VALUE);
        }
        size += block.size();
        boolean fits = fits(block.bytes());
        if (!fits) {
            onDisk.add(new OnDisk(index, block.bytes()));
        }
        put(index++, block, fits);
    }

    private void put(int blockIndex, Examples block, boolean inMemory) {
        StorageLevel level = inMemory ? StorageLevel.MEMORY_AND_DISK() : StorageLevel.DISK_ONLY();
        BlockId id = StoredBlocks.id(store, worker, workers, blockIndex);
        if (!manager.putSingle(id, block, level, true, StoredBlocks.TYPE)) {
            throw new IllegalStateException("Spark could not store block " + blockIndex + " of the data of worker "
                    + worker + ": give the executors more memory or a larger local disk.");
        }
    }

    /** Moves blocks from the disk to memory as far as the sorting of the rows has released some. */
    private void moveToMemory(StoredBlocks stored) {
        for (OnDisk waiting : onDisk) {
            if (fits(waiting.bytes)) {
                Examples block = stored.block(waiting.index);
                manager.removeBlock(StoredBlocks.id(store, worker, workers, waiting.index), true);
                put(waiting.index, block, true);
            }
        }
    }

    private boolean fits(long bytes) {
        long capacity = SparkEnv.get().memoryManager().maxOnHeapStorageMemory();
        long used = SparkEnv.get().memoryManager().storageMemoryUsed();
        return bytes + used <= (1 - FREE_SHARE) * capacity;
    }
}
