package io.jointae.data.recipe;

import io.jointae.data.Example;
import io.jointae.data.RowIterator;
import io.jointae.data.RowReader;
import io.jointae.data.Split;
import java.io.Serializable;
import java.util.NoSuchElementException;

/** How one row is made from random numbers. */
@FunctionalInterface
public interface Recipe extends Serializable {

    /**
     * Makes a row; a function of nothing but its arguments.
     *
     * @param random the row's own numbers
     * @param split which the row belongs to
     * @param id position in the split
     */
    Example make(RowRandom random, Split split, long id);

    /** The rows of a split as tasks make them. */
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
                // Nothing is held.
            }
        };
    }
}
