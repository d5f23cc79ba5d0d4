package io.jointae.train.shard;

import io.jointae.stack.Examples;
import java.io.Serializable;
import java.util.Iterator;

/** Examples of one worker, divided into blocks of equal size; only the last block may have fewer rows. */
public interface ExampleBlocks extends Serializable {

    /** Returns the number of examples. */
    int size();

    /** Returns the number of values per example. */
    int width();

    /** Returns the number of examples per block, at least 1. */
    int rowsPerBlock();

    /** Returns a block, which may be read from memory, from the local disk or from another executor. */
    Examples block(int index);

    /** Returns the number of blocks. */
    default int count() {
        return (int) (((long) size() + rowsPerBlock() - 1) / rowsPerBlock());
    }

    /** Returns the number of examples of a block. */
    default int rows(int index) {
        return Math.min(rowsPerBlock(), size() - index * rowsPerBlock());
    }

    /**
     * Returns the blocks in order. While one is used, the next one is read.
     *
     * @param rows the number of examples that are needed, from the first on; no block beyond them is read
     */
    default Iterator<Examples> first(int rows) {
        return new Iterator<>() {
            private final int end = (int) (((long) rows + rowsPerBlock() - 1) / rowsPerBlock());
            private int index;
            private ReadAhead<Examples> next = read(0);

            private ReadAhead<Examples> read(int block) {
                return block < end ? ReadAhead.of(() -> block(block)) : null;
            }

            @Override
            public boolean hasNext() {
                return index < end;
            }

            @Override
            public Examples next() {
                Examples current = next.get();
                next = read(++index);
                return current;
            }
        };
    }
}
