package io.jointae.evaluate.data;

import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.stack.compute.ForwardPass;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.functions;

/** Reads the splits of a dataset as blocks of rows, and encodes them. */
public final class RowBlocks {

    /** Maximum number of rows per block: a few megabytes, large enough for matrix products at full speed. */
    private static final int BLOCK_ROWS = 512;

    /** Maximum number of values of a block of more than one row: 16 MiB, which wide rows reach. */
    private static final int BLOCK_VALUES = 1 << 22;

    private RowBlocks() {}

    /**
     * Returns the maximum number of rows per block, by which the memory of a task is bounded.
     *
     * @param width number of values per row
     */
    public static int rows(int width) {
        return Math.max(1, Math.min(BLOCK_ROWS, BLOCK_VALUES / width));
    }

    /**
     * Returns the first rows of the training split, in the order of their ids.
     *
     * @param data dataset
     * @param n number of rows, at most that of the split
     * @return pixels {@code [n, data.width()]}
     * @throws IllegalArgumentException if there are fewer training rows
     */
    public static float[] firstTrainingRows(PreparedDataset data, int n) {
        if (data.count(Split.TRAIN) < n) {
            throw new IllegalArgumentException(
                    data.dir() + " has " + data.count(Split.TRAIN) + " training rows, but " + n + " are needed.");
        }
        int width = data.width();
        float[] rows = new float[n * width];
        List<Example> first =
                data.examples(Split.TRAIN, functions.col("id").lt(n)).collectAsList();
        for (Example row : first) {
            System.arraycopy(row.getPixels(), 0, rows, (int) row.getId() * width, width);
        }
        return rows;
    }

    /** Returns the pixels of a split. */
    static JavaRDD<RowBlock> pixels(PreparedDataset data, Split split) {
        int width = data.width();
        return data.exampleRows(split).mapPartitions(rows -> new BlockIterator(rows, width));
    }

    /** Returns the codes of the top layer for blocks of pixels. */
    static JavaRDD<RowBlock> features(JavaRDD<RowBlock> pixels, Broadcast<TaskModel> model) {
        return pixels.mapPartitions(blocks -> new CodeIterator(blocks, model));
    }

    /** Encodes blocks lazily. */
    private static final class CodeIterator implements Iterator<RowBlock> {
        private final Iterator<RowBlock> pixels;
        private final Broadcast<TaskModel> model;
        private ForwardPass pass;

        CodeIterator(Iterator<RowBlock> pixels, Broadcast<TaskModel> model) {
            this.pixels = pixels;
            this.model = model;
        }

        @Override
        public boolean hasNext() {
            return pixels.hasNext();
        }

        @Override
        public RowBlock next() {
            RowBlock block = pixels.next();
            if (pass == null) {
                pass = model.value().open(rows(block.width()));
            }
            int depth = pass.architecture().depth();
            float[] codes = new float[block.rows() * pass.architecture().width(depth)];
            pass.encode(block.values(), block.rows(), depth, codes);
            return new RowBlock(block.ids(), block.labels(), codes);
        }
    }

    /** Groups rows into blocks. */
    private static final class BlockIterator implements Iterator<RowBlock> {
        private final Iterator<Example> rows;
        private final int width;

        BlockIterator(Iterator<Example> rows, int width) {
            this.rows = rows;
            this.width = width;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public RowBlock next() {
            if (!rows.hasNext()) {
                throw new NoSuchElementException();
            }
            int most = RowBlocks.rows(width);
            long[] ids = new long[most];
            int[] labels = new int[most];
            float[] values = new float[most * width];
            int n = 0;
            while (n < most && rows.hasNext()) {
                Example row = rows.next();
                ids[n] = row.getId();
                labels[n] = row.getLabel();
                row.copyTo(values, n * width);
                n++;
            }
            if (n == most) {
                return new RowBlock(ids, labels, values);
            }
            return new RowBlock(Arrays.copyOf(ids, n), Arrays.copyOf(labels, n), Arrays.copyOf(values, n * width));
        }
    }
}
