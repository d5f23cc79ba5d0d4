package io.jointae.evaluate.density;

import io.jointae.base.BadInput;
import io.jointae.evaluate.blocks.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Samples that every task walks through, in blocks of {@link #ROWS}: an executor fetches a block when a task
 * comes to it, Spark moves those that do not fit to disk, and no one ever holds all of them in memory.
 */
public final class SampleBroadcasts implements AutoCloseable {

    /** Of a block: some 25 MB of images. */
    public static final int ROWS = 8192;

    private final List<Broadcast<RowBlock>> blocks = new ArrayList<>();
    private long rows;

    /**
     * @param samples in any block sizes; come to the driver partition by partition
     * @param width of every sample
     * @param origin for messages
     * @throws BadInput if there is none, one has another width or a value is not a finite number
     */
    public SampleBroadcasts(JavaSparkContext context, JavaRDD<RowBlock> samples, int width, String origin) {
        long[] ids = new long[ROWS];
        float[] values = new float[ROWS * width];
        int filled = 0;
        for (Iterator<RowBlock> each = samples.toLocalIterator(); each.hasNext(); ) {
            RowBlock block = each.next();
            check(block, width, origin);
            for (int i = 0; i < block.rows(); i++) {
                ids[filled] = block.ids()[i];
                System.arraycopy(block.values(), i * width, values, filled * width, width);
                filled++;
                if (filled == ROWS) {
                    ship(context, ids, values, filled);
                    filled = 0;
                }
            }
        }
        ship(context, ids, values, filled);
        if (rows == 0) {
            throw new BadInput(origin + ": no samples: give one or more");
        }
    }

    private void ship(JavaSparkContext context, long[] ids, float[] values, int n) {
        if (n > 0) {
            int width = values.length / ROWS;
            blocks.add(context.broadcast(
                    new RowBlock(Arrays.copyOf(ids, n), new int[n], Arrays.copyOf(values, n * width))));
            rows += n;
        }
    }

    private static void check(RowBlock block, int width, String origin) {
        if (block.width() != width) {
            throw BadInput.of(
                    "%s: samples of %d values where rows have %d: give samples of this data",
                    origin, block.width(), width);
        }
        for (int i = 0; i < block.values().length; i++) {
            if (!Float.isFinite(block.values()[i])) {
                throw BadInput.of(
                        "%s: sample %d has the value %s: samples are finite numbers",
                        origin, block.ids()[i / width], block.values()[i]);
            }
        }
    }

    /** In the order of the samples. */
    List<Broadcast<RowBlock>> blocks() {
        return List.copyOf(blocks);
    }

    public long rows() {
        return rows;
    }

    @Override
    public void close() {
        blocks.forEach(Broadcast::destroy);
        blocks.clear();
    }
}
