package io.jointae.evaluate.svm.hinge;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * A {@link SquaredHinge} over rows that are distributed over the executors. Every sum is a Spark job with one task per
 * part of the rows. Chunks that an executor lost are computed again from the rows, and give the same sums.
 */
public final class DistributedSquaredHinge extends SquaredHinge {

    private final JavaSparkContext context;
    private final boolean resident;

    /** The chunks in the original basis, from a shuffle of the rows; not cached. */
    private final JavaRDD<RowBlock> source;

    /** The broadcast is not destroyed before the end: lost chunks are computed again with it. */
    private Broadcast<float[]> basis;

    /** Chunks in native memory or, if they are not resident, chunks on the heap or on disk; null before the first sum. */
    private JavaRDD<?> cached;

    private JavaRDD<HingeChunk> chunks;
    private Broadcast<CurrentWeights> current;
    private long version;

    /**
     * Prepares the distribution of the rows.
     *
     * @param layout division of the rows into chunks
     * @param rows all rows, with their numbers as ids; they are read twice
     * @param partitions largest number of parts of the rows
     * @param resident whether the rows stay in native memory between the sums; otherwise Spark keeps them on the heap or
     *     on disk
     */
    public DistributedSquaredHinge(ChunkLayout layout, JavaRDD<RowBlock> rows, int partitions, boolean resident) {
        super(layout);
        this.context = JavaSparkContext.fromSparkContext(rows.context());
        this.resident = resident;
        int parts = Math.min(partitions, layout.chunks());
        source = rows.flatMapToPair(block -> layout.pieces(block).stream()
                        .map(piece -> new Tuple2<>(layout.chunk(piece.ids()[0]), piece))
                        .iterator())
                .repartitionAndSortWithinPartitions(new ChunkPartitioner(layout.chunks(), parts))
                .values()
                .mapPartitions(pieces -> new ChunkAssembly(layout, pieces));
    }

    @Override
    HingeSums gramMatrix(HingeSums.Shape shape) {
        return reduce(source.mapPartitions(blocks -> {
            HingeSums sums = shape.zero();
            while (blocks.hasNext()) {
                try (HingeChunk chunk = new HingeChunk(blocks.next())) {
                    chunk.addGramMatrix(sums);
                }
            }
            return List.of(sums).iterator();
        }));
    }

    @Override
    public void rotate(float[] columns) {
        if (cached != null) {
            throw new IllegalStateException("The rows are rotated before the first sum.");
        }
        basis = context.broadcast(columns);
    }

    @Override
    void moveTo(CurrentWeights weights) {
        if (cached == null) {
            cache();
        }
        if (current != null) {
            current.destroy();
        }
        current = context.broadcast(weights);
        version = weights.version();
    }

    /** Arranges that the chunks are cached when the first sum computes them. */
    private void cache() {
        Broadcast<float[]> rotation = basis;
        if (resident) {
            chunks = source.map(block -> rotated(block, rotation))
                    .setName("SVM rows")
                    .persist(StorageLevel.MEMORY_ONLY());
            cached = chunks;
        } else {
            JavaRDD<RowBlock> blocks = source.map(block -> {
                        try (HingeChunk chunk = rotated(block, rotation)) {
                            return chunk.rows();
                        }
                    })
                    .setName("SVM rows")
                    .persist(StorageLevel.MEMORY_AND_DISK());
            chunks = blocks.map(HingeChunk::new);
            cached = blocks;
        }
    }

    private static HingeChunk rotated(RowBlock block, Broadcast<float[]> rotation) {
        HingeChunk chunk = new HingeChunk(block);
        if (rotation != null) {
            chunk.rotate(rotation.value());
        }
        return chunk;
    }

    @Override
    HingeSums sum(HingeSums.Shape shape, float[] directions, ChunkOperation operation) {
        Broadcast<float[]> sent = directions == null ? null : context.broadcast(directions);
        try {
            return reduce(chunks.mapPartitions(new PartOfSum(shape, sent, operation, version, current, !resident)));
        } finally {
            if (sent != null) {
                sent.destroy();
            }
        }
    }

    /** Adds the terms of the chunks of one partition. */
    @DefaultSerializer(JavaSerializer.class)
    private record PartOfSum(
            HingeSums.Shape shape,
            Broadcast<float[]> directions,
            ChunkOperation operation,
            long version,
            Broadcast<CurrentWeights> current,
            boolean close)
            implements FlatMapFunction<Iterator<HingeChunk>, HingeSums> {

        @Override
        public Iterator<HingeSums> call(Iterator<HingeChunk> chunks) {
            HingeSums sums = shape.zero();
            float[] sent = directions == null ? null : directions.value();
            Supplier<CurrentWeights> weights = current::value;
            while (chunks.hasNext()) {
                HingeChunk chunk = chunks.next();
                try {
                    chunk.run(operation, version, weights, sent, sums);
                } finally {
                    if (close) {
                        chunk.close();
                    }
                }
            }
            return List.of(sums).iterator();
        }
    }

    @Override
    List<float[][]> activeRowsOfChunks(int[] problems) {
        Broadcast<CurrentWeights> weights = current;
        long at = version;
        boolean close = !resident;
        // The partitions hold consecutive chunks in ascending order, and collect() keeps the order.
        return chunks.map(chunk -> {
                    try {
                        return chunk.activeRows(problems, at, weights::value);
                    } finally {
                        if (close) {
                            chunk.close();
                        }
                    }
                })
                .collect();
    }

    private static HingeSums reduce(JavaRDD<HingeSums> parts) {
        return parts.treeReduce(HingeSums::plus);
    }

    @Override
    public void close() {
        if (cached != null) {
            if (resident) {
                chunks.foreach(HingeChunk::close);
            }
            cached.unpersist(false);
        }
        if (current != null) {
            current.destroy();
        }
        if (basis != null) {
            basis.destroy();
        }
    }
}
