package io.jointae.data;

import java.io.IOException;

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
