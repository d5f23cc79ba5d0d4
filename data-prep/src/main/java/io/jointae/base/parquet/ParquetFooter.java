package io.jointae.base.parquet;

import static org.apache.parquet.format.event.Consumers.fieldConsumer;
import static org.apache.parquet.format.event.Consumers.listElementsOf;
import static org.apache.parquet.format.event.Consumers.struct;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.event.EventBasedThriftReader;
import org.apache.parquet.format.event.TypedConsumer;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/**
 * Checks that the numbers in the footer of a Parquet file are possible. Parquet's own reader believes them: it allocates a
 * list of two billion row groups or a buffer of a terabyte if the footer says so, which ends the process, and it calls
 * itself once per level of the schema. The check needs memory for one row group at a time.
 *
 * <p>The format of footers is described at <a href="https://github.com/apache/parquet-format">parquet-format</a>.
 */
final class ParquetFooter {

    /** The highest number of levels of a schema. Tables of real data have fewer than twenty. */
    private static final int LEVELS = 100;

    private final long dataStart;
    private final long dataEnd;
    private final Deque<Integer> missingChildren = new ArrayDeque<>();
    private long rows;
    private long rowsOfGroups;

    private ParquetFooter(long dataStart, long dataEnd) {
        this.dataStart = dataStart;
        this.dataEnd = dataEnd;
    }

    /**
     * Returns what is wrong with a footer, as the end of a sentence; empty if nothing is wrong.
     *
     * @param footer the bytes of the footer, without its length and the magic number behind it
     * @param dataStart the position of the first byte of data in the file
     * @param dataEnd the position of the footer in the file
     */
    static Optional<String> problem(byte[] footer, long dataStart, long dataEnd) {
        ParquetFooter check = new ParquetFooter(dataStart, dataEnd);
        try {
            check.read(footer);
        } catch (TException | RuntimeException e) {
            // The library also throws exceptions such as NullPointerException for damaged bytes.
            return Optional.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (StackOverflowError e) {
            return Optional.of("its values are nested too deeply");
        }
        return Optional.empty();
    }

    private void read(byte[] footer) throws TException {
        TConfiguration limits = new TConfiguration(
                Math.max(1, footer.length),
                TConfiguration.DEFAULT_MAX_FRAME_SIZE,
                TConfiguration.DEFAULT_RECURSION_DEPTH);
        // No text and no list of a footer is longer than the footer.
        TProtocol protocol = new TCompactProtocol(
                new TIOStreamTransport(limits, new ByteArrayInputStream(footer)), footer.length, footer.length);
        new EventBasedThriftReader(protocol)
                .readStruct(fieldConsumer()
                        .onField(
                                FileMetaData._Fields.SCHEMA,
                                listElementsOf(struct(SchemaElement.class, this::checkElement)))
                        .onField(FileMetaData._Fields.NUM_ROWS, new TypedConsumer.I64Consumer() {
                            @Override
                            public void consume(long value) {
                                rows = value;
                            }
                        })
                        .onField(
                                FileMetaData._Fields.ROW_GROUPS,
                                listElementsOf(struct(RowGroup.class, this::checkGroup))));
        if (rows != rowsOfGroups) {
            throw new ImpossibleValueException(
                    "the file has " + rows + " rows, but its row groups have " + rowsOfGroups);
        }
    }

    /** Follows the schema, whose elements are listed depth first with the number of their children. */
    private void checkElement(SchemaElement element) {
        while (!missingChildren.isEmpty() && missingChildren.peek() == 0) {
            missingChildren.pop();
        }
        if (!missingChildren.isEmpty()) {
            missingChildren.push(missingChildren.pop() - 1);
        }
        int children = element.isSetNum_children() ? element.getNum_children() : 0;
        if (children < 0) {
            throw new ImpossibleValueException("a group of its schema has " + children + " columns");
        }
        missingChildren.push(children);
        if (missingChildren.size() > LEVELS) {
            throw new ImpossibleValueException("its schema has more than " + LEVELS + " levels");
        }
    }

    private void checkGroup(RowGroup group) {
        if (group.getNum_rows() < 0) {
            throw new ImpossibleValueException("a row group has " + group.getNum_rows() + " rows");
        }
        rowsOfGroups += group.getNum_rows();
        for (ColumnChunk chunk : group.getColumns()) {
            ColumnMetaData column = chunk.getMeta_data();
            // The metadata of an encrypted column are elsewhere.
            if (column != null) {
                checkColumn(column);
            }
        }
    }

    private void checkColumn(ColumnMetaData column) {
        long start = column.getData_page_offset();
        if (column.isSetDictionary_page_offset()
                && column.getDictionary_page_offset() > 0
                && column.getDictionary_page_offset() < start) {
            start = column.getDictionary_page_offset();
        }
        long bytes = column.getTotal_compressed_size();
        if (start < dataStart || bytes < 0 || bytes > dataEnd - start) {
            throw new ImpossibleValueException(String.format(
                    "the column %s should have %d bytes from byte %d on, but the data are in bytes %d to %d",
                    column.getPath_in_schema(), bytes, start, dataStart, dataEnd));
        }
    }

    /** A value of the footer that no sound file has. */
    private static final class ImpossibleValueException extends RuntimeException {
        ImpossibleValueException(String message) {
            super(message);
        }
    }
}
