package io.jointae.evaluate.finetune;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A split in the memory of one task, as plain floats, by id: however the blocks came, row {@code i} has id i. */
public final class LabeledRows {

    /** Of the heap that may be taken, the rest is DL4J's. */
    private static final double HEAP_SHARE = 0.6;

    private final List<RowBlock> blocks = new ArrayList<>();
    private final int[] block;
    private final int[] row;
    private final int width;

    /**
     * @param count of rows
     * @param origin the dataset, for messages
     * @throws InvalidInputException if a row has no label or the rows do not fit into memory
     */
    public LabeledRows(Iterator<RowBlock> given, long count, int width, String origin) {
        requireMemory(count, width, origin);
        this.width = width;
        block = new int[(int) count];
        row = new int[block.length];
        Arrays.fill(block, -1);
        while (given.hasNext()) {
            RowBlock next = given.next();
            for (int j = 0; j < next.rows(); j++) {
                if (next.labels()[j] < 0) {
                    throw InvalidInputException.of(
                            "%s: row %d has no label, and fine-tuning needs them all", origin, next.ids()[j]);
                }
                int id = Math.toIntExact(next.ids()[j]);
                block[id] = blocks.size();
                row[id] = j;
            }
            blocks.add(next);
        }
        for (int id = 0; id < block.length; id++) {
            if (block[id] < 0) {
                throw InvalidInputException.of("%s: row %d is missing; prepare the data again", origin, id);
            }
        }
    }

    private static void requireMemory(long count, int width, String origin) {
        long needed = count * width * Float.BYTES;
        long heap = Runtime.getRuntime().maxMemory();
        if (count > Integer.MAX_VALUE || needed > HEAP_SHARE * heap) {
            throw InvalidInputException.of(
                    "%s: %d rows of %d values take %d MiB, and one fine-tuning holds them all in one task with %d MiB of"
                            + " heap: raise --executor-memory (locally --driver-memory)",
                    origin, count, width, needed >> 20, heap >> 20);
        }
    }

    int size() {
        return block.length;
    }

    int label(int id) {
        return blocks.get(block[id]).labels()[row[id]];
    }

    /** Rows {@code order[from], ..., order[to - 1]} with one-hot labels: features [n, width], labels [n, classes]. */
    DataSet batch(int[] order, int from, int to, int classes) {
        int n = to - from;
        float[] values = new float[n * width];
        float[] labels = new float[n * classes];
        for (int j = 0; j < n; j++) {
            int id = order[from + j];
            RowBlock source = blocks.get(block[id]);
            System.arraycopy(source.values(), row[id] * width, values, j * width, width);
            labels[j * classes + label(id)] = 1;
        }
        return new DataSet(
                Nd4j.create(values, new long[] {n, width}, 'c'), Nd4j.create(labels, new long[] {n, classes}, 'c'));
    }
}
