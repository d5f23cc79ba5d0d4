package io.jointae.train.shard;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.stack.Examples;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks on the heap of one process.
 *
 * @param blocks the blocks; all but the last one have {@code rowsPerBlock} examples
 * @param size the number of examples
 * @param width the number of values per example
 * @param rowsPerBlock the number of examples per block
 */
@DefaultSerializer(JavaSerializer.class)
record HeapBlocks(List<Examples> blocks, int size, int width, int rowsPerBlock) implements ExampleBlocks {

    /** Returns all blocks of a worker as they are on this executor. */
    static HeapBlocks copyOf(ExampleBlocks source) {
        List<Examples> blocks = new ArrayList<>();
        source.first(source.size()).forEachRemaining(blocks::add);
        return new HeapBlocks(List.copyOf(blocks), source.size(), source.width(), source.rowsPerBlock());
    }

    @Override
    public Examples block(int index) {
        return blocks.get(index);
    }
}
