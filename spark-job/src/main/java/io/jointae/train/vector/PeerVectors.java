package io.jointae.train.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.shuffle.BlockFetchingListener;
import org.apache.spark.storage.BlockData;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BroadcastBlockId;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * Exchanges vectors between the tasks of a barrier stage. A task publishes a vector in the block store of its executor, and
 * the others fetch it from there over Spark's own connections, with Spark's authentication and encryption. The driver
 * only synchronizes the tasks. The task with partition {@code k} is the peer {@code k}.
 *
 * <p>The blocks belong to a broadcast, so they disappear from all executors when that broadcast is destroyed. Their names
 * contain the attempt of the stage, so an attempt never reads or deletes the blocks of another one.
 */
public final class PeerVectors {

    private final BarrierTaskContext task;
    private final PeerBarrier barrier;
    private final BlockManager blocks;
    private final long broadcast;
    private final List<BlockManagerId> places;

    private PeerVectors(
            BarrierTaskContext task,
            PeerBarrier barrier,
            BlockManager blocks,
            long broadcast,
            List<BlockManagerId> places) {
        this.task = task;
        this.barrier = barrier;
        this.blocks = blocks;
        this.broadcast = broadcast;
        this.places = places;
    }

    /**
     * Joins the other tasks of the barrier stage to which the current task belongs. All tasks must call this method.
     *
     * @param broadcast the identifier of the broadcast to which the blocks belong
     */
    public static PeerVectors join(long broadcast) {
        BarrierTaskContext task = BarrierTaskContext.get();
        BlockManager blocks = SparkEnv.get().blockManager();
        BlockManagerId own = blocks.blockManagerId();
        List<BlockManagerId> places = new ArrayList<>();
        PeerBarrier barrier = new PeerBarrier(task);
        for (String place : barrier.gather(own.executorId() + "\n" + own.host() + "\n" + own.port())) {
            String[] parts = place.split("\n");
            places.add(BlockManagerId.apply(parts[0], parts[1], Integer.parseInt(parts[2]), Option.empty()));
        }
        return new PeerVectors(task, barrier, blocks, broadcast, places);
    }

    /** Returns the index of this task, from 0. */
    public int own() {
        return task.partitionId();
    }

    /** Returns the number of tasks. */
    public int count() {
        return places.size();
    }

    /** Waits for all tasks, and returns the message of each in the order of the peers. */
    public List<String> gather(String message) {
        return barrier.gather(message);
    }

    /** Waits for all tasks. Whatever a task published before is then visible to all. */
    public void await() {
        barrier.gather("");
    }

    /**
     * Publishes vectors, one after the other in one block.
     *
     * @param name the name of the block, of letters, digits and underscores
     */
    public void publish(String name, FlatVector... vectors) {
        int length = Arrays.stream(vectors).mapToInt(FlatVector::length).sum();
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (FlatVector vector : vectors) {
            vector.copyTo(bytes, at);
            at += vector.length() * Float.BYTES;
        }
        boolean stored = blocks.putBytes(
                block(own(), name),
                new ChunkedByteBuffer(bytes),
                StorageLevel.MEMORY_AND_DISK_SER(),
                false,
                ClassTag$.MODULE$.<Object>apply(byte[].class));
        if (!stored) {
            throw new IllegalStateException(
                    "Spark cannot store a vector of a round, neither in memory nor on disk: see the log above.");
        }
    }

    /** Deletes a block that this task published and that no task reads any more. */
    public void delete(String name) {
        blocks.removeBlock(block(own(), name), false);
    }

    /**
     * Fetches the block with this name from every other peer, from all of them at the same time.
     *
     * @return the numbers of each peer in the order of the peers; null in the place of this one
     */
    public List<FlatVector> fetch(String name) {
        List<CompletableFuture<FlatVector>> fetched = new ArrayList<>();
        for (int peer = 0; peer < count(); peer++) {
            fetched.add(peer == own() ? CompletableFuture.completedFuture(null) : fetch(peer, name));
        }
        try {
            return fetched.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw new UncheckedIOException(
                    new IOException("A worker could not fetch the vector " + name + " of another one.", e.getCause()));
        }
    }

    private CompletableFuture<FlatVector> fetch(int peer, String name) {
        BlockManagerId place = places.get(peer);
        BlockId block = block(peer, name);
        if (place.executorId().equals(blocks.blockManagerId().executorId())) {
            return CompletableFuture.completedFuture(local(block));
        }
        CompletableFuture<FlatVector> fetched = new CompletableFuture<>();
        blocks.blockTransferService()
                .fetchBlocks(
                        place.host(),
                        place.port(),
                        place.executorId(),
                        new String[] {block.name()},
                        new BlockFetchingListener() {
                            @Override
                            public void onBlockFetchSuccess(String id, ManagedBuffer buffer) {
                                // Spark releases the buffer when this method returns.
                                try {
                                    fetched.complete(FlatVector.of(buffer.nioByteBuffer()));
                                } catch (IOException e) {
                                    fetched.completeExceptionally(e);
                                }
                            }

                            @Override
                            public void onBlockFetchFailure(String id, Throwable failure) {
                                fetched.completeExceptionally(failure);
                            }
                        },
                        null);
        return fetched;
    }

    /** Reads a block that another task of the same executor published. */
    private FlatVector local(BlockId block) {
        Option<BlockData> found = blocks.getLocalBytes(block);
        if (found.isEmpty()) {
            throw new IllegalStateException("The block " + block.name() + " was deleted.");
        }
        try {
            return FlatVector.of(found.get().toByteBuffer());
        } finally {
            blocks.releaseLockAndDispose(block, found.get(), Option.empty());
        }
    }

    private BlockId block(int peer, String name) {
        return new BroadcastBlockId(
                broadcast, "vector_" + task.stageId() + "_" + task.stageAttemptNumber() + "_" + peer + "_" + name);
    }
}
