package io.jointae.evaluate.finetune;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The rows of a split that one worker trains on, in the memory of its task, as single-precision numbers. Rows are
 * addressed by their positions, which follow from their ids, so the order in which the blocks arrive does not matter.
 */
final class LabeledRows {

    /** The share of the heap that the rows may take. The rest is left to Spark. */
    private static final double HEAP_SHARE = 0.6;

    private final List<RowBlock> blocks = new ArrayList<>();
    private final int[] blockOfId;
    private final int[] rowOfId;
    private final int width;

    /**
     * Collects all rows of a split.
     *
     * @param rows blocks of rows in any order, with ids from 0 to {@code count - 1}
     * @param count number of rows
     * @param width number of values per row
     * @param origin folder of the dataset, for messages
     * @throws InvalidInputException if a row has no label or is missing, or if the rows do not fit into memory
     */
    LabeledRows(Iterator<RowBlock> rows, long count, int width, String origin) {
        this(rows, count, width, origin, 0, 1);
    }

    /**
     * Collects the rows of a worker, whose ids are {@code worker, worker + workers, worker + 2 workers, ...}.
     *
     * @param rows blocks with these rows in any order
     * @param count number of rows of all workers
     * @param width number of values per row
     * @param origin folder of the dataset, for messages
     * @param worker index of the worker, from 0
     * @param workers number of workers
     * @throws InvalidInputException if a row has no label or is missing, or if the rows do not fit into memory
     */
    LabeledRows(Iterator<RowBlock> rows, long count, int width, String origin, int worker, int workers) {
        long own = (count - worker + workers - 1) / workers;
        requireMemory(own, width, origin);
        this.width = width;
        blockOfId = new int[(int) own];
        rowOfId = new int[blockOfId.length];
        Arrays.fill(blockOfId, -1);
        while (rows.hasNext()) {
            RowBlock block = rows.next();
            for (int j = 0; j < block.rows(); j++) {
                if (block.labels()[j] < 0) {
                    throw InvalidInputException.of(
                            "%s: row %d has no label, but fine-tuning needs a label for every row: prepare the dataset"
                                    + " with labels.",
                            origin, block.ids()[j]);
                }
                int id = Math.toIntExact(block.ids()[j] / workers);
                blockOfId[id] = blocks.size();
                rowOfId[id] = j;
            }
            blocks.add(block);
        }
        for (int id = 0; id < blockOfId.length; id++) {
            if (blockOfId[id] < 0) {
                throw InvalidInputException.of(
                        "%s: row %d is missing: prepare the dataset again.", origin, (long) id * workers + worker);
            }
        }
    }

    private static void requireMemory(long count, int width, String origin) {
        long needed = count * width * Float.BYTES;
        long heap = Runtime.getRuntime().maxMemory();
        if (count > Integer.MAX_VALUE || needed > HEAP_SHARE * heap) {
            throw InvalidInputException.of(
                    "%s: fine-tuning holds %d rows of %d values (%d MiB) in one task, but the heap has %d MiB and"
                            + " only 60 %% of it may be used: give the executors (in local mode the driver) more memory, or"
                            + " set %s to a larger number.",
                    origin, count, width, needed >> 20, heap >> 20, FieldName.of("workers"));
        }
    }

    /** Returns the number of rows. */
    int size() {
        return blockOfId.length;
    }

    /** Returns the class of a row. */
    int label(int id) {
        return blocks.get(blockOfId[id]).labels()[rowOfId[id]];
    }

    /**
     * Returns the rows {@code ids[from], ..., ids[to - 1]}.
     *
     * @param ids ids of rows
     * @param from first position in {@code ids}
     * @param to end position in {@code ids}, exclusive
     */
    LabeledBatch batch(int[] ids, int from, int to) {
        int n = to - from;
        float[] values = new float[n * width];
        int[] labels = new int[n];
        for (int j = 0; j < n; j++) {
            int id = ids[from + j];
            RowBlock block = blocks.get(blockOfId[id]);
            System.arraycopy(block.values(), rowOfId[id] * width, values, j * width, width);
            labels[j] = label(id);
        }
        return new LabeledBatch(values, labels);
    }
}
