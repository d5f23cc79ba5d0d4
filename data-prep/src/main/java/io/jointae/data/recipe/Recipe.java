package io.jointae.data.recipe;

import io.jointae.data.Example;
import io.jointae.data.RowIterator;
import io.jointae.data.RowReader;
import io.jointae.data.Split;
import java.io.Serializable;
import java.util.NoSuchElementException;

/** Generates a row of a dataset from random numbers. */
@FunctionalInterface
public interface Recipe extends Serializable {

    /**
     * Returns a row that depends only on the arguments.
     *
     * @param random the random numbers of this row
     * @param split the split to which the row belongs
     * @param id the position in the split
     */
    Example make(RowRandom random, Split split, long id);

    /** Returns a reader that generates the rows of a split. */
    default RowReader reader(long seed, Split split) {
        Recipe recipe = this;
        return (from, to) -> new RowIterator() {
            private long next = from;

            @Override
            public boolean hasNext() {
                return next < to;
            }

            @Override
            public Example next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                long id = next++;
                return recipe.make(new RowRandom(seed, split.ordinal(), id), split, id);
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
    }
}
