package io.jointae.evaluate.data;

import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/** Splits of a dataset as blocks of rows, and what a model makes of them. */
public final class RowBlocks {

    /** Of a block: large enough for products at full speed, a few megabytes. */
    public static final int BLOCK = 512;

    private RowBlocks() {}

    /** The pixels of a split. */
    static JavaRDD<RowBlock> pixels(PreparedDataset data, Split split) {
        int width = data.width();
        return data.examples(split).toJavaRDD().mapPartitions(rows -> new Blocks(rows, width));
    }

    /** The codes of the top layer, of every block of pixels. */
    static JavaRDD<RowBlock> features(JavaRDD<RowBlock> pixels, Broadcast<StackModel> model) {
        return pixels.mapPartitions(blocks -> new Codes(blocks, model));
    }

    /** Encodes blocks as they are asked for. */
    private static final class Codes implements Iterator<RowBlock> {
        private final Iterator<RowBlock> pixels;
        private final Broadcast<StackModel> model;
        private ForwardPass pass;

        Codes(Iterator<RowBlock> pixels, Broadcast<StackModel> model) {
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
                pass = new ForwardPass(model.value(), BLOCK);
            }
            int depth = pass.architecture().depth();
            float[] codes = new float[block.rows() * pass.architecture().width(depth)];
            pass.encode(block.values(), block.rows(), depth, codes);
            return new RowBlock(block.ids(), block.labels(), codes);
        }
    }

    /** Gathers rows into blocks. */
    private static final class Blocks implements Iterator<RowBlock> {
        private final Iterator<Example> rows;
        private final int width;

        Blocks(Iterator<Example> rows, int width) {
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
            long[] ids = new long[BLOCK];
            int[] labels = new int[BLOCK];
            float[] values = new float[BLOCK * width];
            int n = 0;
            while (n < BLOCK && rows.hasNext()) {
                Example row = rows.next();
                ids[n] = row.getId();
                labels[n] = row.getLabel();
                System.arraycopy(row.getPixels(), 0, values, n * width, width);
                n++;
            }
            if (n == BLOCK) {
                return new RowBlock(ids, labels, values);
            }
            return new RowBlock(Arrays.copyOf(ids, n), Arrays.copyOf(labels, n), Arrays.copyOf(values, n * width));
        }
    }
}
