package io.jointae.evaluate.svm.hinge;

import org.apache.spark.Partitioner;

/** Sends consecutive chunks to the same partition, and nearly equally many chunks to every partition. */
final class ChunkPartitioner extends Partitioner {

    private static final long serialVersionUID = 1L;

    private final int chunks;
    private final int partitions;

    /**
     * Creates a partitioner.
     *
     * @param chunks number of chunks
     * @param partitions number of partitions, at most that of the chunks
     */
    ChunkPartitioner(int chunks, int partitions) {
        this.chunks = chunks;
        this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object chunk) {
        return (int) ((long) (Integer) chunk * partitions / chunks);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkPartitioner that && that.chunks == chunks && that.partitions == partitions;
    }

    @Override
    public int hashCode() {
        return 31 * chunks + partitions;
    }
}
