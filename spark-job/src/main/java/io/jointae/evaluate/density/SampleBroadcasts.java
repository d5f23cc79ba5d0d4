package io.jointae.evaluate.density;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
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
 * Samples that every task walks through, in blocks of {@link #ROWS}: an executor fetches a block when a task
 * comes to it, Spark moves those that do not fit to disk, and no one ever holds all of them in memory.
 */
public final class SampleBroadcasts implements AutoCloseable {

    /** Of a block: some 25 MB of images. */
    public static final int ROWS = 8192;

    private final List<Broadcast<RowBlock>> blocks = new ArrayList<>();
    private long rows;

    /**
     * @param samples in any block sizes up to {@link #ROWS}; best persisted, they are read two or three times
     * @param width of every sample
     * @param origin for messages
     * @throws InvalidInputException if there is none, one has another width or a value is not a finite number
     */
    public SampleBroadcasts(JavaSparkContext context, JavaRDD<RowBlock> samples, int width, String origin) {
        long[] ids = new long[ROWS];
        float[] values = new float[ROWS * width];
        int filled = 0;
        for (Iterator<RowBlock> each = inPieces(samples, width, origin).toLocalIterator(); each.hasNext(); ) {
            RowBlock block = each.next();
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
            throw new InvalidInputException(origin + ": no samples: give one or more");
        }
    }

    /**
     * In the same order, one block a partition: the driver takes in a whole partition at once, and Spark holds that
     * several times on the way.
     */
    private static JavaRDD<RowBlock> inPieces(JavaRDD<RowBlock> samples, int width, String origin) {
        List<Part> parts = samples.mapPartitions(
                        blocks -> List.of(Part.of(blocks, width, origin)).iterator())
                .collect();
        parts.stream().map(Part::fault).filter(Objects::nonNull).findFirst().ifPresent(fault -> {
            throw new InvalidInputException(fault);
        });
        if (parts.stream().allMatch(part -> part.rows() <= 2L * ROWS)) {
            return samples;
        }
        long pieces = parts.stream()
                .mapToLong(part -> (part.rows() + ROWS - 1) / ROWS)
                .sum();
        return samples.mapPartitions(blocks -> new Merged(blocks, width))
                .zipWithIndex()
                .mapToPair(numbered -> new Tuple2<>(numbered._2(), new Parcel(numbered._1())))
                .partitionBy(new Pieces((int) pieces))
                .map(numbered -> numbered._2().block);
    }

    /**
     * A block on its way through the shuffle, which is written once. A shuffle has a stream for each piece, open
     * until all are written, and a stream keeps what it wrote in case it is to write it again: it would keep all.
     */
    static final class Parcel implements Serializable {
        private static final long serialVersionUID = 1;

        private transient RowBlock block;

        Parcel(RowBlock block) {
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

    /** @param fault of the first sample that cannot be used, in words; null where there is none */
    private record Part(long rows, String fault) implements Serializable {

        static Part of(Iterator<RowBlock> blocks, int width, String origin) {
            long rows = 0;
            while (blocks.hasNext()) {
                RowBlock block = blocks.next();
                String fault = SampleBroadcasts.fault(block, width, origin);
                if (fault != null) {
                    return new Part(rows, fault);
                }
                rows += block.rows();
            }
            return new Part(rows, null);
        }
    }

    /** Blocks of {@link #ROWS}, the last of them smaller. */
    private static final class Merged implements Iterator<RowBlock> {
        private final Iterator<RowBlock> blocks;
        private final int width;
        private RowBlock block;
        private int next;

        Merged(Iterator<RowBlock> blocks, int width) {
            this.blocks = blocks;
            this.width = width;
        }

        @Override
        public boolean hasNext() {
            return (block != null && next < block.rows()) || blocks.hasNext();
        }

        @Override
        public RowBlock next() {
            long[] ids = new long[ROWS];
            float[] values = new float[ROWS * width];
            int n = 0;
            while (n < ROWS && hasNext()) {
                if (block == null || next == block.rows()) {
                    block = blocks.next();
                    next = 0;
                }
                int taken = Math.min(ROWS - n, block.rows() - next);
                System.arraycopy(block.ids(), next, ids, n, taken);
                System.arraycopy(block.values(), next * width, values, n * width, taken * width);
                next += taken;
                n += taken;
            }
            return new RowBlock(Arrays.copyOf(ids, n), new int[n], Arrays.copyOf(values, n * width));
        }
    }

    /** Block by block. */
    private static final class Pieces extends Partitioner {
        private final int count;

        Pieces(int count) {
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
            return other instanceof Pieces pieces && pieces.count == count;
        }

        @Override
        public int hashCode() {
            return count;
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

    private static String fault(RowBlock block, int width, String origin) {
        if (block.width() != width) {
            return String.format(
                    "%s: samples of %d values where rows have %d: give samples of this data",
                    origin, block.width(), width);
        }
        for (int i = 0; i < block.values().length; i++) {
            if (!Float.isFinite(block.values()[i])) {
                return String.format(
                        "%s: sample %d has the value %s: samples are finite numbers",
                        origin, block.ids()[i / width], block.values()[i]);
            }
        }
        return null;
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
