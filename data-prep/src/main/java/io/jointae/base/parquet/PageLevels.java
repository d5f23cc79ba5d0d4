package io.jointae.base.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Checks that a page has a repetition level and a definition level for each of its values. Spark's reader of columns never
 * ends if there are fewer of them. The lengths of the runs are added up, and no level is decoded.
 *
 * <p>The encoding is described at <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings">parquet.apache.org</a>.
 */
final class PageLevels {

    /** A run of packed values has a multiple of this number. */
    private static final int GROUP = 8;

    private final ColumnDescriptor column;

    PageLevels(ColumnDescriptor column) {
        this.column = column;
    }

    /**
     * Returns a page with the same contents, which can be read once.
     *
     * @throws ParquetDecodingException if the page does not have the levels of its values
     */
    DataPage require(DataPage page) {
        if (page.getValueCount() < 0) {
            throw damage("has " + page.getValueCount() + " values");
        }
        return page.accept(new DataPage.Visitor<DataPage>() {
            @Override
            public DataPage visit(DataPageV1 first) {
                try {
                    return checked(first);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public DataPage visit(DataPageV2 second) {
                try {
                    int values = second.getValueCount();
                    require(second.getRepetitionLevels().toInputStream(), column.getMaxRepetitionLevel(), values);
                    require(second.getDefinitionLevels().toInputStream(), column.getMaxDefinitionLevel(), values);
                    return second;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    /** Some decompressors give bytes that can be read only once, so the page is replaced by one with their copy. */
    private DataPage checked(DataPageV1 page) throws IOException {
        ByteBufferInputStream all = page.getBytes().toInputStream();
        BytesInput bytes = BytesInput.from(all.slice(all.available()));
        int values = page.getValueCount();
        // Spark refuses levels of other encodings. A column without repetition may name any encoding for it.
        boolean repeated = column.getMaxRepetitionLevel() > 0;
        if ((!repeated || page.getRlEncoding() == Encoding.RLE) && page.getDlEncoding() == Encoding.RLE) {
            ByteBufferInputStream in = bytes.toInputStream();
            requireWithLength(in, column.getMaxRepetitionLevel(), values);
            requireWithLength(in, column.getMaxDefinitionLevel(), values);
        }
        return page.getFirstRowIndex().isPresent()
                ? new DataPageV1(
                        bytes,
                        values,
                        page.getUncompressedSize(),
                        page.getFirstRowIndex().get(),
                        page.getIndexRowCount().orElse(values),
                        page.getStatistics(),
                        page.getRlEncoding(),
                        page.getDlEncoding(),
                        page.getValueEncoding())
                : new DataPageV1(
                        bytes,
                        values,
                        page.getUncompressedSize(),
                        page.getStatistics(),
                        page.getRlEncoding(),
                        page.getDlEncoding(),
                        page.getValueEncoding());
    }

    private void requireWithLength(ByteBufferInputStream in, int maxLevel, int values) throws IOException {
        if (maxLevel > 0) {
            require(in.sliceStream(BytesUtils.readIntLittleEndian(in)), maxLevel, values);
        }
    }

    private void require(InputStream levels, int maxLevel, int values) throws IOException {
        int bits = BytesUtils.getWidthFromMaxInt(maxLevel);
        long found = bits == 0 ? values : 0;
        while (found < values && levels.available() > 0) {
            int header = BytesUtils.readUnsignedVarInt(levels);
            int length = header >>> 1;
            boolean packed = (header & 1) == 1;
            long bytes = packed ? (long) length * bits : BytesUtils.paddedByteCountFromBits(bits);
            if (bytes > levels.available()) {
                throw damage("ends within the levels of its values");
            }
            levels.skipNBytes(bytes);
            found += packed ? (long) length * GROUP : length;
        }
        if (found < values) {
            throw damage(String.format("has %d levels for %d values", found, values));
        }
    }

    private ParquetDecodingException damage(String problem) {
        return new ParquetDecodingException(
                "a page of the column " + String.join(".", column.getPath()) + " " + problem);
    }
}
