package io.jointae.train.shard;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.stack.Examples;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Blocks in Spark's block manager. This record only refers to them. They have the names of blocks of an RDD, so Spark
 * moves them when a node is decommissioned, and removes them together.
 *
 * @param store the number that stands for an RDD in the names of the blocks
 * @param worker the index of the worker, from 0
 * @param workers the number of workers that share the store
 * @param size the number of examples
 * @param width the number of values per example
 * @param references the RDD whose partition {@code worker} holds this record; {@link #NONE} before it is known
 */
@DefaultSerializer(JavaSerializer.class)
record StoredBlocks(int store, int worker, int workers, int size, int width, int references) implements ExampleBlocks {

    static final int NONE = -1;
    static final ClassTag<Examples> TYPE = ClassTag$.MODULE$.apply(Examples.class);

    /** The number of values per block: 8 MiB as floats, less the headers of its arrays. */
    private static final int BLOCK_VALUES = (1 << 21) - 32;

    /** Returns the number of rows per block. It depends on the width alone, since the order of the rows depends on it. */
    static int rowsPerBlock(int width) {
        return Math.max(1, BLOCK_VALUES / width);
    }

    /** Returns the name of a block. */
    static BlockId id(int store, int worker, int workers, int index) {
        return new RDDBlockId(store, Math.addExact(Math.multiplyExact(index, workers), worker));
    }

    StoredBlocks referredToBy(int rdd) {
        return new StoredBlocks(store, worker, workers, size, width, rdd);
    }

    @Override
    public int rowsPerBlock() {
        return rowsPerBlock(width);
    }

    @Override
    public Examples block(int index) {
        Option<BlockResult> found = SparkEnv.get().blockManager().get(id(store, worker, workers, index), TYPE);
        if (found.isEmpty()) {
            forget();
            throw new IllegalStateException("Block " + index + " of the data of worker " + worker
                    + " was lost with its executor: the data are read again.");
        }
        Iterator<Object> values = found.get().data();
        Examples block = (Examples) values.next();
        // The iterator releases its lock on the block, and closes its file, when it knows that nothing follows.
        if (values.hasNext()) {
            throw new IllegalStateException("Block " + index + " of worker " + worker + " has more than one value.");
        }
        return block;
    }

    /** Removes the reference to these blocks, so that the next attempt of the task reads the data again. */
    private void forget() {
        if (references != NONE) {
            SparkEnv.get().blockManager().master().removeBlock(new RDDBlockId(references, worker));
        }
    }
}
