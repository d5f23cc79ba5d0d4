package io.jointae.score.parquet;

import io.jointae.encode.column.PrimitiveFloats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Writes a column of float arrays one page at a time, as data pages of version 1 in plain encoding.
 *
 * <p>The values are copied as they are in memory. The repetition and definition levels depend only on the lengths of the
 * rows, so they are encoded once and reused for the following pages with the same lengths. Every page has statistics,
 * because Parquet's page index treats a page without statistics as a page of nulls.
 *
 * <p>The first page of a row group decides whether the column is compressed there: codes are mostly numbers without
 * repetitions, which a codec makes a tenth smaller or not at all, and compressing them may take longer than all other steps
 * of writing together. A page must shrink by a fifth.
 */
// Parquet 1.13 deprecates the type of compressor that its own page store requires.
@SuppressWarnings("deprecation")
final class FloatPages {

    /** The largest ratio of compressed to plain bytes with which compressing pays. */
    private static final double LARGEST_RATIO = 0.8;

    private final int index;
    private final ColumnDescriptor column;
    private final CodecFactory.BytesCompressor compressor;
    private final int pageBytes;
    private final FloatLevels encoder;
    private final FloatBounds bounds;
    private final List<Page> pages = new ArrayList<>();
    /** Memory of pages that were written. */
    private final Deque<byte[]> unused = new ArrayDeque<>();

    private ByteBuffer values;
    private float[] floats;
    private int[] lengths = new int[256];
    private int rows;
    private long storedBytes;
    private byte[] levels = {};
    private int[] encodedLengths = {};
    private CompressionCodecName codec;

    /**
     * A complete page.
     *
     * @param stored the page as it is stored
     * @param memory the memory that is free when the page is written; null for none
     * @param plainBytes its size before it was compressed
     * @param values the number of values, of which a null row and an empty row each have one
     * @param rows the number of rows
     * @param statistics the bounds of the values
     */
    private record Page(
            BytesInput stored, byte[] memory, int plainBytes, int values, int rows, Statistics<?> statistics) {}

    /**
     * Starts the first page of a column.
     *
     * @param index the index of the column in its row
     * @param column the column of the values in the file's schema
     * @param compressor compresses pages
     * @param pageBytes the size of a page; a longer array gets a page of its own size
     */
    FloatPages(int index, ColumnDescriptor column, CodecFactory.BytesCompressor compressor, int pageBytes) {
        this.index = index;
        this.column = column;
        this.compressor = compressor;
        this.pageBytes = pageBytes;
        this.encoder = new FloatLevels(column.getMaxDefinitionLevel());
        this.bounds = new FloatBounds(column.getPrimitiveType());
        this.values = buffer(pageBytes);
    }

    void write(InternalRow row) throws IOException {
        if (rows == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * rows);
        }
        if (row.isNullAt(index)) {
            lengths[rows++] = FloatLevels.NULL_ROW;
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
        floats = PrimitiveFloats.copy(array, floats);
        bounds.add(floats, n);
        values.asFloatBuffer().put(floats, 0, n);
        values.position(values.position() + bytes);
        lengths[rows++] = n;
        if (values.remaining() < bytes) {
            flush();
        }
    }

    /** Returns the number of bytes that are held in memory. */
    long bufferedBytes() {
        return storedBytes + values.position();
    }

    /** Ends the current page and starts the next one. */
    private void flush() throws IOException {
        if (rows == 0) {
            return;
        }
        int count = 0;
        int nulls = 0;
        for (int i = 0; i < rows; i++) {
            count += Math.max(1, lengths[i]);
            nulls += lengths[i] > 0 ? 0 : 1;
        }
        encodeLevels();
        BytesInput plain =
                BytesInput.concat(BytesInput.from(levels), BytesInput.from(values.array(), 0, values.position()));
        BytesInput compressed = compressed(plain);
        boolean isPlain = compressed == null;
        Page page = new Page(
                isPlain ? plain : compressed,
                isPlain ? values.array() : null,
                Math.toIntExact(plain.size()),
                count,
                rows,
                bounds.take(
                        nulls,
                        values.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip().asFloatBuffer()));
        pages.add(page);
        storedBytes += page.stored().size();
        rows = 0;
        if (isPlain) {
            byte[] memory = unused.poll();
            values = memory == null ? buffer(pageBytes) : wrapped(memory);
        } else {
            values.clear();
        }
    }

    private void encodeLevels() throws IOException {
        if (!Arrays.equals(lengths, 0, rows, encodedLengths, 0, encodedLengths.length)) {
            encodedLengths = Arrays.copyOf(lengths, rows);
            levels = encoder.encode(encodedLengths);
        }
    }

    /** Compresses a page, and decides with the first page of a row group; returns null if pages are not compressed. */
    private BytesInput compressed(BytesInput plain) throws IOException {
        CompressionCodecName given = compressor.getCodecName();
        if (given == CompressionCodecName.UNCOMPRESSED || codec == CompressionCodecName.UNCOMPRESSED) {
            codec = CompressionCodecName.UNCOMPRESSED;
            return null;
        }
        // The compressor's own memory is overwritten by the next page.
        BytesInput compressed = BytesInput.from(compressor.compress(plain).toByteArray());
        if (codec == null && compressed.size() > LARGEST_RATIO * plain.size()) {
            codec = CompressionCodecName.UNCOMPRESSED;
            return null;
        }
        codec = given;
        return compressed;
    }

    /** Writes the column of a row group, which ends with it. */
    void writeTo(ParquetFileWriter file) throws IOException {
        flush();
        file.startColumn(column, pages.stream().mapToLong(Page::values).sum(), codec);
        for (Page page : pages) {
            file.writeDataPage(
                    page.values(),
                    page.plainBytes(),
                    page.stored(),
                    page.statistics(),
                    page.rows(),
                    Encoding.RLE,
                    Encoding.RLE,
                    Encoding.PLAIN);
            if (page.memory() != null && page.memory().length == pageBytes) {
                unused.push(page.memory());
            }
        }
        file.endColumn();
        pages.clear();
        storedBytes = 0;
        codec = null;
    }

    private static ByteBuffer wrapped(byte[] memory) {
        return ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer buffer(int bytes) {
        return wrapped(new byte[bytes]);
    }
}
