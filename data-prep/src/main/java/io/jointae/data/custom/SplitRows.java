package io.jointae.data.custom;

import io.jointae.data.Example;
import io.jointae.data.Split;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Selects the rows of one split and replaces their positions by ids in the split. */
final class SplitRows implements Iterator<Example> {

    private final Iterator<Example> rows;
    private final RandomSplit.Cursor cursor;
    private final Split split;
    private Example following;

    SplitRows(Iterator<Example> rows, RandomSplit.Cursor cursor, Split split) {
        this.rows = rows;
        this.cursor = cursor;
        this.split = split;
    }

    @Override
    public boolean hasNext() {
        while (following == null && rows.hasNext()) {
            Example row = rows.next();
            if (cursor.split(row.getId()) == split) {
                row.setId(cursor.id(row.getId()));
                following = row;
            }
        }
        return following != null;
    }

    @Override
    public Example next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Example row = following;
        following = null;
        return row;
    }
}
