package io.jointae.evaluate.density;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.spark.RddResults;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Samples as broadcast variables of {@link #BLOCK_ROWS} rows, for tasks that read all samples one block after the other. An
 * executor fetches a block when a task reaches it, and Spark moves blocks to disk if they do not fit into memory, so that
 * no machine has to hold all samples.
 */
public final class SampleBroadcasts implements AutoCloseable {

    /** Number of samples per block: about 25 MB of images. */
    public static final int BLOCK_ROWS = 8192;

    private final List<Broadcast<RowBlock>> blocks = new ArrayList<>();
    private long rows;

    /**
     * Collects and broadcasts the samples.
     *
     * @param context context that runs the jobs
     * @param samples blocks of up to {@link #BLOCK_ROWS} samples; they are read two or three times, so they should be
     *     persisted
     * @param width number of values per sample
     * @param origin where the samples come from, for messages
     * @throws InvalidInputException if there are no samples, a sample has another width or a value is not finite
     */
    public SampleBroadcasts(JavaSparkContext context, JavaRDD<RowBlock> samples, int width, String origin) {
        RowBlock filling = new RowBlock(new long[BLOCK_ROWS], new int[BLOCK_ROWS], new float[BLOCK_ROWS * width]);
        int filled = 0;
        for (Iterator<RowBlock> each = smallPartitions(samples, width, origin).toLocalIterator(); each.hasNext(); ) {
            RowBlock block = each.next();
            for (int i = 0; i < block.rows(); i++) {
                filling.ids()[filled] = block.ids()[i];
                filling.labels()[filled] = block.labels()[i];
                System.arraycopy(block.values(), i * width, filling.values(), filled * width, width);
                filled++;
                if (filled == BLOCK_ROWS) {
                    broadcast(context, filling, filled);
                    filled = 0;
                }
            }
        }
        broadcast(context, filling, filled);
        if (rows == 0) {
            throw new InvalidInputException(
                    origin + ": there are no samples: choose a source with at least one sample.");
        }
    }

    /**
     * Returns the samples in the same order with at most one block per partition if some partition is large. The driver
     * receives a whole partition at once, and Spark holds several copies of it on the way.
     */
    private static JavaRDD<RowBlock> smallPartitions(JavaRDD<RowBlock> samples, int width, String origin) {
        List<PartitionCheck> parts =
                RddResults.perPartition(samples, blocks -> PartitionCheck.of(blocks, width, origin));
        parts.stream()
                .map(PartitionCheck::fault)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(fault -> {
                    throw new InvalidInputException(fault);
                });
        if (parts.stream().allMatch(part -> part.rows() <= 2L * BLOCK_ROWS)) {
            return samples;
        }
        long partitions = parts.stream()
                .mapToLong(part -> (part.rows() + BLOCK_ROWS - 1) / BLOCK_ROWS)
                .sum();
        return samples.mapPartitions(blocks -> new MergingIterator(blocks, width))
                .zipWithIndex()
                .mapToPair(numbered -> new Tuple2<>(numbered._2(), new ShuffledBlock(numbered._1())))
                .partitionBy(new BlockPartitioner((int) partitions))
                .map(numbered -> numbered._2().block);
    }

    /**
     * A block that is written to a shuffle once and then released. A shuffle keeps one stream per partition open until all
     * are written, and an object stream remembers every object that it wrote, so it would keep all blocks in memory.
     */
    @DefaultSerializer(JavaSerializer.class)
    static final class ShuffledBlock implements Serializable {
        private static final long serialVersionUID = 1;

        private transient RowBlock block;

        ShuffledBlock(RowBlock block) {
            this.block = block;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeUnshared(block.ids());
            out.writeUnshared(block.labels());
            out.writeUnshared(block.values());
            block = null;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            block = new RowBlock((long[]) in.readUnshared(), (int[]) in.readUnshared(), (float[]) in.readUnshared());
        }
    }

    /**
     * The result of checking a partition.
     *
     * @param rows number of samples
     * @param fault message about the first invalid sample; null if all samples are valid
     */
    @DefaultSerializer(JavaSerializer.class)
    private record PartitionCheck(long rows, String fault) implements Serializable {

        static PartitionCheck of(Iterator<RowBlock> blocks, int width, String origin) {
            long rows = 0;
            while (blocks.hasNext()) {
                RowBlock block = blocks.next();
                String fault = SampleBroadcasts.fault(block, width, origin);
                if (fault != null) {
                    return new PartitionCheck(rows, fault);
                }
                rows += block.rows();
            }
            return new PartitionCheck(rows, null);
        }
    }

    /** Merges blocks into blocks of {@link #BLOCK_ROWS} samples, except for the last one, which may be smaller. */
    private static final class MergingIterator implements Iterator<RowBlock> {
        private final Iterator<RowBlock> blocks;
        private final int width;
        private RowBlock block;
        private int next;

        MergingIterator(Iterator<RowBlock> blocks, int width) {
            this.blocks = blocks;
            this.width = width;
        }

        @Override
        public boolean hasNext() {
            return (block != null && next < block.rows()) || blocks.hasNext();
        }

        @Override
        public RowBlock next() {
            long[] ids = new long[BLOCK_ROWS];
            int[] labels = new int[BLOCK_ROWS];
            float[] values = new float[BLOCK_ROWS * width];
            int n = 0;
            while (n < BLOCK_ROWS && hasNext()) {
                if (block == null || next == block.rows()) {
                    block = blocks.next();
                    next = 0;
                }
                int taken = Math.min(BLOCK_ROWS - n, block.rows() - next);
                System.arraycopy(block.ids(), next, ids, n, taken);
                System.arraycopy(block.labels(), next, labels, n, taken);
                System.arraycopy(block.values(), next * width, values, n * width, taken * width);
                next += taken;
                n += taken;
            }
            return new RowBlock(Arrays.copyOf(ids, n), Arrays.copyOf(labels, n), Arrays.copyOf(values, n * width));
        }
    }

    /** Assigns every numbered block to the partition of that number. */
    private static final class BlockPartitioner extends Partitioner {
        private final int count;

        BlockPartitioner(int count) {
            this.count = count;
        }

        @Override
        public int numPartitions() {
            return count;
        }

        @Override
        public int getPartition(Object block) {
            return Math.toIntExact((Long) block);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof BlockPartitioner partitioner && partitioner.count == count;
        }

        @Override
        public int hashCode() {
            return count;
        }
    }

    /** Broadcasts the first {@code n} of the collected samples as a block. */
    private void broadcast(JavaSparkContext context, RowBlock collected, int n) {
        if (n > 0) {
            blocks.add(context.broadcast(new RowBlock(
                    Arrays.copyOf(collected.ids(), n),
                    Arrays.copyOf(collected.labels(), n),
                    Arrays.copyOf(collected.values(), n * collected.width()))));
            rows += n;
        }
    }

    private static String fault(RowBlock block, int width, String origin) {
        if (block.width() != width) {
            return String.format(
                    "%s: the samples have %s, but the rows have %d: choose samples of this dataset.",
                    origin, Count.of(block.width(), "value"), width);
        }
        for (int i = 0; i < block.values().length; i++) {
            if (!Float.isFinite(block.values()[i])) {
                return String.format(
                        "%s: sample %d has the value %s, but all values must be finite: choose other samples.",
                        origin, block.ids()[i / width], block.values()[i]);
            }
        }
        return null;
    }

    /** Returns the blocks in the order of the samples. */
    List<Broadcast<RowBlock>> blocks() {
        return List.copyOf(blocks);
    }

    /** Returns the number of samples. */
    public long rows() {
        return rows;
    }

    @Override
    public void close() {
        blocks.forEach(Broadcast::destroy);
        blocks.clear();
    }
}
