package io.jointae.score.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.codec.CodecConfig;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One Parquet file: arrays of floats through {@link FloatPages}, the other columns through Spark's own
 * conversion. Holds at most a row group in memory.
 */
// Parquet 1.13 deprecates the type of compressor that its own page store takes.
@SuppressWarnings("deprecation")
final class FeatureFile extends OutputWriter {

    private static final int CHECKED_ROWS = 64;
    private static final long SMALLEST_ROW_GROUP = 8 << 20;

    private final String path;
    private final MessageType type;
    private final Map<String, String> metadata;
    private final ParquetProperties properties;
    private final CodecFactory codecs;
    private final CodecFactory.BytesCompressor compressor;
    private final ParquetFileWriter file;
    private final long rowGroupBytes;
    private final StructType schema;
    private final CarriedColumns carried;
    private final List<FloatPages> fast = new ArrayList<>();
    private ColumnChunkPageWriteStore pages;
    private long rows;

    FeatureFile(String path, StructType schema, TaskAttemptContext context) {
        Configuration conf = new Configuration(context.getConfiguration());
        this.path = path;
        this.schema = schema;
        ParquetWriteSupport.setSchema(schema, conf);
        WriteSupport.WriteContext whole = new ParquetWriteSupport().init(conf);
        this.type = whole.getSchema();
        this.metadata = whole.getExtraMetaData();
        this.properties = ParquetProperties.builder()
                .withPageSize(ParquetOutputFormat.getPageSize(context))
                .withDictionaryPageSize(ParquetOutputFormat.getDictionaryPageSize(context))
                .withDictionaryEncoding(ParquetOutputFormat.getEnableDictionary(context))
                .build();
        this.rowGroupBytes = Math.min(ParquetOutputFormat.getLongBlockSize(conf), fairShare());
        this.codecs = new CodecFactory(conf, properties.getPageSizeThreshold());
        this.compressor = codecs.getCompressor(CodecConfig.from(context).getCodec());
        this.carried = CarriedColumns.of(schema, fastColumns(schema), conf, properties);
        try {
            this.file = new ParquetFileWriter(
                    HadoopOutputFile.fromPath(new Path(path), conf),
                    type,
                    ParquetFileWriter.Mode.CREATE,
                    rowGroupBytes,
                    ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                    properties.getColumnIndexTruncateLength(),
                    properties.getStatisticsTruncateLength(),
                    properties.getPageWriteChecksumEnabled());
            file.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startRowGroup();
    }

    /** A quarter of the heap, if every core writes a file; row groups of less than a few MiB read slowly. */
    private static long fairShare() {
        Runtime machine = Runtime.getRuntime();
        return Math.max(SMALLEST_ROW_GROUP, machine.maxMemory() / 4 / machine.availableProcessors());
    }

    /** Places of the columns that are written by pages. */
    static List<Integer> fastColumns(StructType schema) {
        List<Integer> places = new ArrayList<>();
        StructField[] fields = schema.fields();
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].dataType() instanceof ArrayType array
                    && array.elementType() == DataTypes.FloatType
                    && !array.containsNull()) {
                places.add(i);
            }
        }
        return places;
    }

    private void startRowGroup() {
        pages = new ColumnChunkPageWriteStore(
                compressor,
                type,
                new HeapByteBufferAllocator(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        carried.startRowGroup(pages);
        fast.clear();
        for (int place : fastColumns(schema)) {
            String name = schema.fields()[place].name();
            fast.add(new FloatPages(
                    place,
                    type.getColumns().stream()
                            .filter(column -> column.getPath()[0].equals(name))
                            .findFirst()
                            .orElseThrow(),
                    pages,
                    properties.getPageSizeThreshold()));
        }
        rows = 0;
    }

    @Override
    public void write(InternalRow row) {
        try {
            carried.write(row);
            for (FloatPages column : fast) {
                column.write(row);
            }
            rows++;
            if (rows % CHECKED_ROWS == 0 && buffered() >= rowGroupBytes) {
                endRowGroup();
                startRowGroup();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long buffered() {
        return carried.buffered()
                + fast.stream().mapToLong(FloatPages::buffered).sum();
    }

    private void endRowGroup() throws IOException {
        if (rows == 0) {
            return;
        }
        file.startBlock(rows);
        carried.endRowGroup();
        for (FloatPages column : fast) {
            column.flush();
        }
        pages.flushToFileWriter(file);
        file.endBlock();
    }

    @Override
    public void close() {
        try {
            endRowGroup();
            file.end(metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            codecs.release();
        }
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String toString() {
        return path + " " + Arrays.toString(schema.fieldNames());
    }
}
