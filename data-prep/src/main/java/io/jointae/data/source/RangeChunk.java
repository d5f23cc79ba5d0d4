package io.jointae.data.source;

import io.jointae.data.RowIterator;
import io.jointae.data.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows [from, to) of a reader that can start anywhere.
 *
 * @param rowBytes size of a row in the source
 */
public record RangeChunk(RowReader reader, long from, long to, long rowBytes) implements Chunk {

    /** All rows, in pieces of about {@code rowsPerChunk}. */
    public static List<Chunk> cut(RowReader reader, long rows, long rowsPerChunk, long rowBytes) {
        List<Chunk> chunks = new ArrayList<>();
        for (long from = 0; from < rows; from += rowsPerChunk) {
            chunks.add(new RangeChunk(reader, from, Math.min(rows, from + rowsPerChunk), rowBytes));
        }
        return chunks;
    }

    @Override
    public long bytes() {
        return count() * rowBytes;
    }

    @Override
    public long count() {
        return to - from;
    }

    @Override
    public RowIterator read(long first) throws IOException {
        // The source may hold other parts before this one: ids follow the caller.
        return reader.skipping(from - first).read(first, first + to - from);
    }
}
