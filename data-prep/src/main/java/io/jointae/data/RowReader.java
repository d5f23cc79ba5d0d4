package io.jointae.data;

import java.io.IOException;
import java.io.Serializable;

/**
 * A source of rows that any Spark task can read or generate from any position. The rows do not depend on how they are
 * divided into ranges.
 */
public interface RowReader extends Serializable {

    /**
     * Returns the rows [from, to) in the order of the source. The id of a row is its position in the source, from 0.
     *
     * @throws io.jointae.base.InvalidInputException if the source is invalid; the iterator may throw it too
     */
    RowIterator read(long from, long to) throws IOException;

    /** Returns a reader without the first {@code rows} rows of this one; its ids start at 0 again. */
    default RowReader skipping(long rows) {
        RowReader all = this;
        return rows == 0 ? this : (from, to) -> new RenumberedRows(all.read(from + rows, to + rows), rows);
    }

    /**
     * Rows whose ids are lowered because their split starts in the middle of the source.
     *
     * @param rows the rows with their position in the source as id
     * @param offset the position of the first row of the split
     */
    record RenumberedRows(RowIterator rows, long offset) implements RowIterator {

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Example next() {
            Example row = rows.next();
            row.setId(row.getId() - offset);
            return row;
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
