package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.RowIterator;
import io.jointae.data.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows [from, to) of a reader.
 *
 * @param reader the reader of the whole source
 * @param from the first row
 * @param to the row after the last one
 * @param rowBytes the size of a row in the source
 */
@DefaultSerializer(JavaSerializer.class)
public record RangeChunk(RowReader reader, long from, long to, long rowBytes) implements Chunk {

    /** Divides all rows into chunks of about {@code rowsPerChunk} rows. */
    public static List<Chunk> divide(RowReader reader, long rows, long rowsPerChunk, long rowBytes) {
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
        // The source may have other rows before this chunk, but the caller chooses the first id.
        return reader.skipping(from - first).read(first, first + to - from);
    }
}
