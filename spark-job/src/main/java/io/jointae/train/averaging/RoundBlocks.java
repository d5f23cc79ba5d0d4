package io.jointae.train.averaging;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;

/**
 * Values in Spark's block stores, which hold them in memory and spill them to disk. Values of one group have indexes
 * from 0. A group has the number of an RDD that does not exist, so Spark copies its blocks to other executors when an
 * executor is lost or decommissioned, as it does with cached data.
 */
final class RoundBlocks {

    /** The number of no group. */
    static final int NONE = -1;

    private RoundBlocks() {}

    /** Returns the number of a new group. */
    static int newGroup(JavaSparkContext context) {
        return context.sc().newRddId();
    }

    /** Stores a value that only this process reads. It is not copied or serialized while memory suffices. */
    static void putLocal(int group, int index, Serializable value) {
        put(group, index, value, StorageLevel.MEMORY_AND_DISK(), false);
    }

    /** Stores a value that any executor can read, on this executor and, if there is one, on another. */
    static void putShared(int group, int index, Serializable value) {
        boolean alone = SparkEnv.get().blockManager().getPeers(false).isEmpty();
        put(group, index, value, alone ? StorageLevel.MEMORY_AND_DISK() : StorageLevel.MEMORY_AND_DISK_2(), true);
    }

    /** A second attempt of a task finds the block of the first one, which has the same numbers. */
    private static void put(int group, int index, Serializable value, StorageLevel level, boolean shared) {
        boolean stored = SparkEnv.get()
                .blockManager()
                .putSingle(
                        new RDDBlockId(group, index),
                        value,
                        level,
                        shared,
                        ClassTag$.MODULE$.<Serializable>apply(value.getClass()));
        if (!stored) {
            throw new IllegalStateException(
                    "Spark cannot store a vector of a round, neither in memory nor on disk: see the log above.");
        }
    }

    /** Returns a value, from this process or from an executor; empty if no executor has it. */
    static <T> Optional<T> get(int group, int index, Class<T> type) {
        Option<BlockResult> found =
                SparkEnv.get().blockManager().get(new RDDBlockId(group, index), ClassTag$.MODULE$.<T>apply(type));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Iterator<Object> values = found.get().data();
        T value = type.cast(values.next());
        // The end of the iterator releases the lock of the block.
        if (values.hasNext()) {
            throw new IllegalStateException("A block of a round has more than one value.");
        }
        return Optional.of(value);
    }

    /** Returns whether every value of a group is on some executor. The driver asks itself, not the executors. */
    static boolean areShared(int group, int count) {
        BlockManager blocks = SparkEnv.get().blockManager();
        for (int index = 0; index < count; index++) {
            BlockId block = new RDDBlockId(group, index);
            if (blocks.master().getLocations(block).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Deletes the values that this process stored for itself. */
    static void removeLocal(int group) {
        SparkEnv.get().blockManager().removeRdd(group);
    }

    /** Deletes the values of a group on all executors, in the background. */
    static void removeShared(int group) {
        SparkEnv.get().blockManager().master().removeRdd(group, false);
    }
}
