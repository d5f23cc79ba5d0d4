package io.jointae.score.parquet;

import java.io.ByteArrayOutputStream;
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
 * Writes a column of float arrays one page at a time, as data pages of version 1 in plain encoding.
 *
 * <p>The values are copied as they are in memory. The repetition and definition levels depend only on the lengths of the
 * rows, so they are encoded once and reused for the following pages with the same lengths. Every page has statistics,
 * because Parquet's page index treats a page without statistics as a page of nulls.
 */
final class FloatPages {

    private static final int NULL_ROW = -1;
    private static final int ONE_BIT = 1;
    private static final int INITIAL_LEVEL_BYTES = 1 << 10;
    private static final int MAX_LEVEL_BYTES = 1 << 24;

    private final int index;
    private final ColumnDescriptor column;
    private final PageWriter pages;
    private final int pageBytes;
    private ByteBuffer values;
    private int[] lengths = new int[256];
    private int rows;
    private long flushedBytes;
    private float min;
    private float max;
    private int[] encodedLengths = {};
    private BytesInput levels;

    /**
     * Starts the first page of a column.
     *
     * @param index the index of the column in its row
     * @param column the column of the values in the file's schema
     * @param store takes the complete pages
     * @param pageBytes the size of a page; a longer array gets a page of its own size
     */
    FloatPages(int index, ColumnDescriptor column, PageWriteStore store, int pageBytes) {
        this.index = index;
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
        if (row.isNullAt(index)) {
            lengths[rows++] = NULL_ROW;
            return;
        }
        ArrayData array = row.getArray(index);
        int n = array.numElements();
        int bytes = Math.multiplyExact(n, Float.BYTES);
        if (bytes > values.remaining() && rows > 0) {
            flush();
        }
        if (bytes > values.remaining()) {
            values = buffer(bytes);
        }
        float[] floats = array.toFloatArray();
        updateBounds(floats);
        values.asFloatBuffer().put(floats);
        values.position(values.position() + bytes);
        lengths[rows++] = n;
        if (values.remaining() < bytes) {
            flush();
        }
    }

    /** Returns the number of bytes that are held in memory. */
    long bufferedBytes() {
        return flushedBytes + values.position();
    }

    /** Ends the current page and starts the next one. */
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
        flushedBytes = pages.getMemSize();
        startPage();
    }

    /** Updates the smallest and the largest value of the page. NaN is ignored, as Parquet requires. */
    private void updateBounds(float[] floats) {
        float low = min;
        float high = max;
        for (float value : floats) {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        min = low;
        max = high;
    }

    /**
     * Returns the statistics of the page.
     *
     * @param nulls the number of null rows and empty rows, each of which stores one null value
     */
    private Statistics<?> statistics(int nulls) {
        FloatStatistics statistics = (FloatStatistics) Statistics.createStats(column.getPrimitiveType());
        statistics.incrementNumNulls(nulls);
        if (min <= max) {
            // Negative and positive zero are equal, so a bound of zero must include both.
            statistics.setMinMax(min == 0 ? -0f : min, max == 0 ? 0f : max);
        }
        return statistics;
    }

    private BytesInput levels() throws IOException {
        int[] rowLengths = Arrays.copyOf(lengths, rows);
        if (!Arrays.equals(rowLengths, encodedLengths)) {
            encodedLengths = rowLengths;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            levels(rowLengths).writeAllTo(bytes);
            levels = BytesInput.from(bytes.toByteArray());
        }
        return levels;
    }

    /**
     * Encodes the levels of rows. Repetition level 0 starts a row. The highest definition level marks a value, one less
     * marks an empty array, and 0 marks a null row.
     */
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
        return new RunLengthBitPackingHybridEncoder(
                bits, INITIAL_LEVEL_BYTES, MAX_LEVEL_BYTES, new HeapByteBufferAllocator());
    }

    private static BytesInput withLength(RunLengthBitPackingHybridEncoder encoder) throws IOException {
        BytesInput bytes = encoder.toBytes();
        return BytesInput.concat(BytesInput.fromInt((int) bytes.size()), bytes);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
