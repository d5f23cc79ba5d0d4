package io.jointae.train.shard;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.stack.Examples;
import io.jointae.stack.RandomStreams;
import java.io.Serializable;
import java.util.Iterator;
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
     * Returns the number of training examples on which the training curve is evaluated: as many as there are validation
     * examples.
     */
    public int trainSample() {
        int wanted = valid.size() > 0 ? valid.size() : SAMPLE_WITHOUT_VALIDATION;
        return Math.min(wanted, train.size());
    }

    /**
     * Returns the examples of {@link #trainSample} as blocks. They are a random sample, the same in every epoch and for
     * every model. Examples that are stored in a random order are taken from the first on, so that no other block is read.
     *
     * @param order how an epoch orders the examples
     */
    public Iterator<Examples> sampledTraining(RowOrder.Kind order) {
        int sample = trainSample();
        if (sample == train.size() || order == RowOrder.Kind.BLOCKWISE) {
            return train.first(sample);
        }
        int[] rows = RandomStreams.sample(train.size(), sample);
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < rows.length;
            }

            @Override
            public Examples next() {
                int index = rows[next] / train.rowsPerBlock();
                Examples block = train.block(index);
                Examples.Builder taken = new Examples.Builder(train.width());
                float[] values = new float[train.width()];
                for (; next < rows.length && rows[next] / train.rowsPerBlock() == index; next++) {
                    int row = rows[next] % train.rowsPerBlock();
                    block.copy(row, 0, values, train.width());
                    taken.add(block.id(row), values, 0);
                }
                return taken.build();
            }
        };
    }

    /** Returns the number of batches per epoch; the last one may be smaller. */
    public int batches(int batchSize) {
        return (int) (((long) train.size() + batchSize - 1) / batchSize);
    }
}
