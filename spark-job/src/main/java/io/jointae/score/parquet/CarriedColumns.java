package io.jointae.score.parquet;

import io.jointae.spark.ScalaLists;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.StructType;

/** The columns of a {@link FeatureFile} that Spark's own Parquet conversion writes; there may be none. */
// Parquet 1.13 deprecates the type of compressor that its own page store requires.
@SuppressWarnings("deprecation")
final class CarriedColumns {

    private final ParquetWriteSupport support;
    private final MessageType type;
    private final ProjectingInternalRow row;
    private final ParquetProperties properties;
    /** The pages of each field, so that columns that are written elsewhere can stand between them. */
    private final Map<String, ColumnChunkPageWriteStore> pages = new HashMap<>();

    private ColumnWriteStore columns;
    private RecordConsumer records;

    private CarriedColumns(
            ParquetWriteSupport support, MessageType type, ProjectingInternalRow row, ParquetProperties properties) {
        this.support = support;
        this.type = type;
        this.row = row;
        this.properties = properties;
    }

    /**
     * Returns a writer for the columns of a table that are not written elsewhere.
     *
     * @param others the indices of the columns that are written elsewhere
     */
    static CarriedColumns of(
            StructType schema, List<Integer> others, Configuration conf, ParquetProperties properties) {
        List<Object> indices = IntStream.range(0, schema.size())
                .filter(i -> !others.contains(i))
                .<Object>mapToObj(i -> i)
                .toList();
        StructType carried = new StructType();
        for (Object index : indices) {
            carried = carried.add(schema.fields()[(Integer) index]);
        }
        Configuration carriedConf = new Configuration(conf);
        ParquetWriteSupport.setSchema(carried, carriedConf);
        ParquetWriteSupport support = new ParquetWriteSupport();
        MessageType type = support.init(carriedConf).getSchema();
        ProjectingInternalRow row =
                new ProjectingInternalRow(carried, ScalaLists.toScala(indices).toIndexedSeq());
        return new CarriedColumns(support, type, row, properties);
    }

    /**
     * Starts a row group.
     *
     * @param compressor compresses the pages
     */
    void startRowGroup(CodecFactory.BytesCompressor compressor) {
        pages.clear();
        for (Type field : type.getFields()) {
            pages.put(
                    field.getName(),
                    new ColumnChunkPageWriteStore(
                            compressor,
                            new MessageType(type.getName(), field),
                            new HeapByteBufferAllocator(),
                            properties.getColumnIndexTruncateLength(),
                            properties.getPageWriteChecksumEnabled()));
        }
        columns = properties.newColumnWriteStore(
                type,
                column -> pages.get(column.getPath()[0]).getPageWriter(column),
                column -> pages.get(column.getPath()[0]).getBloomFilterWriter(column));
        MessageColumnIO io = new ColumnIOFactory().getColumnIO(type);
        records = io.getRecordWriter(columns);
        support.prepareForWrite(records);
    }

    void write(InternalRow wholeRow) {
        if (type.getFieldCount() > 0) {
            row.project(wholeRow);
            support.write((InternalRow) row);
        }
    }

    /** Returns the number of bytes that are held in memory. */
    long bufferedBytes() {
        return columns.getBufferedSize();
    }

    /** Moves the values that are still buffered into pages. */
    void endRowGroup() {
        records.flush();
        columns.flush();
        columns.close();
    }

    /**
     * Writes the columns of a field of the table. The columns of a file are in the order of its fields.
     *
     * @param field the name of the field
     */
    void writeTo(ParquetFileWriter file, String field) throws IOException {
        pages.get(field).flushToFileWriter(file);
    }
}
