package io.jointae.data;

import java.io.IOException;

/** Rows whose ids are lowered, because the split starts in the middle of its source. */
record RenumberedReader(RowIterator rows, long by) implements RowIterator {

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Example next() {
        Example row = rows.next();
        row.setId(row.getId() - by);
        return row;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
