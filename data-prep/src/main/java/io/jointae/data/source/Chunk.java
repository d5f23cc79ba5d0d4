package io.jointae.data.source;

import io.jointae.data.RowIterator;
import java.io.IOException;
import java.io.Serializable;

/** A part of a source that one task reads. The chunks of a source hold its rows in order. */
public interface Chunk extends Serializable {

    /** Returns the approximate size in bytes, by which chunks are grouped. */
    long bytes();

    /** Returns the number of rows without parsing their values. */
    long count() throws IOException;

    /**
     * Returns the rows.
     *
     * @param first the id of the first row
     * @throws io.jointae.base.InvalidInputException if a row is invalid; the iterator may throw it too
     */
    RowIterator read(long first) throws IOException;
}
