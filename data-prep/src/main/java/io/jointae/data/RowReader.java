package io.jointae.data;

import java.io.IOException;
import java.io.Serializable;

/** Rows that any task can read or make from any position on: the same rows, however they are cut into ranges. */
public interface RowReader extends Serializable {

    /**
     * Rows [from, to) in the order of the source; the ids count from 0 at the source's first row.
     *
     * @throws io.jointae.base.InvalidInputException if the source is not what it should be; also from the iterator
     */
    RowIterator read(long from, long to) throws IOException;

    /** As this, without the source's first {@code rows} rows: the ids start again at 0. */
    default RowReader skipping(long rows) {
        RowReader all = this;
        return rows == 0 ? this : (from, to) -> new RenumberedReader(all.read(from + rows, to + rows), rows);
    }
}
