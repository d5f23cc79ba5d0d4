package io.jointae.data.source;

import io.jointae.data.RowIterator;
import java.io.IOException;
import java.io.Serializable;

/** A piece of a source that one task reads; the pieces of a source, in order, hold its rows in order. */
public interface Chunk extends Serializable {

    /** About how much work it is, for balance. */
    long bytes();

    /** Its rows, without reading their values. */
    long count() throws IOException;

    /**
     * Its rows; the ids count from {@code first}.
     *
     * @throws io.jointae.base.InvalidInputException if a row is not what it should be; also from the iterator
     */
    RowIterator read(long first) throws IOException;
}
