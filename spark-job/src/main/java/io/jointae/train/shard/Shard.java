package io.jointae.train.shard;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.stack.Examples;
import java.io.Serializable;
import java.util.List;

/**
 * The data of one worker during a run.
 *
 * @param worker the index of the worker, from 0
 * @param train its training examples
 * @param valid its part of the validation examples; may be empty
 */
@DefaultSerializer(JavaSerializer.class)
public record Shard(int worker, ExampleBlocks train, ExampleBlocks valid) implements Serializable {

    private static final int SAMPLE_WITHOUT_VALIDATION = 1000;

    /** Returns a shard whose examples are in memory, each kind as one block. */
    public static Shard inMemory(int worker, Examples train, Examples valid) {
        return new Shard(worker, oneBlock(train), oneBlock(valid));
    }

    private static ExampleBlocks oneBlock(Examples examples) {
        return new HeapBlocks(List.of(examples), examples.size(), examples.width(), Math.max(1, examples.size()));
    }

    /** Returns the same data, all of it on the heap of this process. */
    public Shard onHeap() {
        return new Shard(worker, HeapBlocks.copyOf(train), HeapBlocks.copyOf(valid));
    }

    /** Returns this shard with blocks that forget the reference to them if one of them is lost. */
    Shard referredToBy(int rdd) {
        return new Shard(worker, referredTo(train, rdd), referredTo(valid, rdd));
    }

    private static ExampleBlocks referredTo(ExampleBlocks blocks, int rdd) {
        return blocks instanceof StoredBlocks stored ? stored.referredToBy(rdd) : blocks;
    }

    /**
     * Returns the number of training examples, counted from the first, on which the training curve is evaluated: as many
     * as there are validation examples.
     */
    public int trainSample() {
        int wanted = valid.size() > 0 ? valid.size() : SAMPLE_WITHOUT_VALIDATION;
        return Math.min(wanted, train.size());
    }

    /** Returns the number of batches per epoch; the last one may be smaller. */
    public int batches(int batchSize) {
        return (int) (((long) train.size() + batchSize - 1) / batchSize);
    }
}
