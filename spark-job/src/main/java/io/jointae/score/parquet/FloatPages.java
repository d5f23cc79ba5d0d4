package io.jointae.score.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * A column of float arrays, written a page at a time: values as they lie in memory, and repetition and
 * definition levels, which are the same for every page of rows of one length and are then made once. Data
 * pages of version 1, plain encoding; statistics, because Parquet's page index takes a page without them for one
 * of nulls only.
 */
final class FloatPages {

    private static final int NULL = -1;
    private static final int ONE_BIT = 1;
    private static final int LEVELS_SLAB = 1 << 10;
    private static final int LEVELS_LIMIT = 1 << 24;

    private final int place;
    private final ColumnDescriptor column;
    private final PageWriter pages;
    private final int pageBytes;
    private ByteBuffer values;
    private int[] lengths = new int[256];
    private int rows;
    private long written;
    private float min;
    private float max;
    private int[] levelsOf = {};
    private BytesInput levels;

    /** @param place of the column in its row */
    FloatPages(int place, ColumnDescriptor column, PageWriteStore store, int pageBytes) {
        this.place = place;
        this.column = column;
        this.pages = store.getPageWriter(column);
        this.pageBytes = pageBytes;
        this.values = buffer(pageBytes);
        startPage();
    }

    private void startPage() {
        values.clear();
        rows = 0;
        min = Float.POSITIVE_INFINITY;
        max = Float.NEGATIVE_INFINITY;
    }

    void write(InternalRow row) throws IOException {
        if (rows == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * rows);
        }
        if (row.isNullAt(place)) {
            lengths[rows++] = NULL;
            return;
        }
        ArrayData array = row.getArray(place);
        int n = array.numElements();
        int bytes = Math.multiplyExact(n, Float.BYTES);
        if (bytes > values.remaining() && rows > 0) {
            flush();
        }
        if (bytes > values.remaining()) {
            values = buffer(bytes);
        }
        float[] floats = array.toFloatArray();
        widen(floats);
        values.asFloatBuffer().put(floats);
        values.position(values.position() + bytes);
        lengths[rows++] = n;
        if (values.remaining() < bytes) {
            flush();
        }
    }

    /** Bytes in memory. */
    long buffered() {
        return written + values.position();
    }

    /** Ends the page. */
    void flush() throws IOException {
        if (rows == 0) {
            return;
        }
        BytesInput page = BytesInput.concat(levels(), BytesInput.from(values.array(), 0, values.position()));
        int count = 0;
        int nulls = 0;
        for (int i = 0; i < rows; i++) {
            count += Math.max(1, lengths[i]);
            nulls += lengths[i] > 0 ? 0 : 1;
        }
        pages.writePage(page, count, rows, statistics(nulls), Encoding.RLE, Encoding.RLE, Encoding.PLAIN);
        written = pages.getMemSize();
        startPage();
    }

    /** NaN is no bound, as Parquet has it. */
    private void widen(float[] floats) {
        float low = min;
        float high = max;
        for (float value : floats) {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        min = low;
        max = high;
    }

    /** @param nulls null rows and empty ones, which have one null value each */
    private Statistics<?> statistics(int nulls) {
        FloatStatistics statistics = (FloatStatistics) Statistics.createStats(column.getPrimitiveType());
        statistics.incrementNumNulls(nulls);
        if (min <= max) {
            // Zeros of both signs are equal; a bound holds either.
            statistics.setMinMax(min == 0 ? -0f : min, max == 0 ? 0f : max);
        }
        return statistics;
    }

    private BytesInput levels() throws IOException {
        int[] now = Arrays.copyOf(lengths, rows);
        if (!Arrays.equals(now, levelsOf)) {
            levelsOf = now;
            levels = BytesInput.copy(levels(now));
        }
        return levels;
    }

    /** Repetition 0 starts a row; the highest definition is a value, one less an empty array, 0 a null. */
    private BytesInput levels(int[] rowLengths) throws IOException {
        int highest = column.getMaxDefinitionLevel();
        RunLengthBitPackingHybridEncoder repetition = encoder(ONE_BIT);
        RunLengthBitPackingHybridEncoder definition = encoder(Integer.SIZE - Integer.numberOfLeadingZeros(highest));
        for (int length : rowLengths) {
            repetition.writeInt(0);
            definition.writeInt(length > 0 ? highest : length == 0 ? highest - 1 : 0);
            for (int i = 1; i < length; i++) {
                repetition.writeInt(1);
                definition.writeInt(highest);
            }
        }
        return BytesInput.concat(withLength(repetition), withLength(definition));
    }

    private static RunLengthBitPackingHybridEncoder encoder(int bits) {
        return new RunLengthBitPackingHybridEncoder(bits, LEVELS_SLAB, LEVELS_LIMIT, new HeapByteBufferAllocator());
    }

    private static BytesInput withLength(RunLengthBitPackingHybridEncoder encoder) throws IOException {
        BytesInput bytes = encoder.toBytes();
        return BytesInput.concat(BytesInput.fromInt((int) bytes.size()), bytes);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
