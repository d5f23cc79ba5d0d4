package io.jointae.score.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.codec.CodecConfig;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Writes one Parquet file. {@link FloatPages} writes the arrays of floats, and Spark's own conversion writes the other
 * columns. At most one row group is held in memory.
 */
// Parquet 1.13 deprecates the type of compressor that its own page store requires.
@SuppressWarnings("deprecation")
final class FeatureFile extends OutputWriter {

    private static final int ROWS_PER_SIZE_CHECK = 64;
    private static final long MIN_ROW_GROUP_BYTES = 8 << 20;

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
    private final List<FloatPages> floatPages = new ArrayList<>();
    private long rows;

    FeatureFile(String path, StructType schema, TaskAttemptContext context) {
        Configuration conf = new Configuration(context.getConfiguration());
        this.path = path;
        this.schema = schema;
        ParquetWriteSupport.setSchema(schema, conf);
        WriteSupport.WriteContext writeContext = new ParquetWriteSupport().init(conf);
        this.type = writeContext.getSchema();
        this.metadata = writeContext.getExtraMetaData();
        this.properties = ParquetProperties.builder()
                .withPageSize(ParquetOutputFormat.getPageSize(context))
                .withDictionaryPageSize(ParquetOutputFormat.getDictionaryPageSize(context))
                .withDictionaryEncoding(ParquetOutputFormat.getEnableDictionary(context))
                .build();
        this.rowGroupBytes = Math.min(ParquetOutputFormat.getLongBlockSize(conf), heapShare());
        this.codecs = new CodecFactory(conf, properties.getPageSizeThreshold());
        this.compressor = codecs.getCompressor(CodecConfig.from(context).getCodec());
        this.carried = CarriedColumns.of(schema, floatColumns(schema), conf, properties);
        try {
            this.file = new ParquetFileWriter(
                    BufferedFile.of(new Path(path), conf),
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
        for (int index : floatColumns(schema)) {
            floatPages.add(new FloatPages(
                    index, column(schema.fields()[index].name()), compressor, properties.getPageSizeThreshold()));
        }
        carried.startRowGroup(compressor);
    }

    private ColumnDescriptor column(String name) {
        return type.getColumns().stream()
                .filter(column -> column.getPath()[0].equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Returns the bytes per file so that the files of all cores together fill a quarter of the heap. The result is never
     * below a minimum, because small row groups are slow to read.
     */
    private static long heapShare() {
        Runtime machine = Runtime.getRuntime();
        return Math.max(MIN_ROW_GROUP_BYTES, machine.maxMemory() / 4 / machine.availableProcessors());
    }

    /** Returns the indices of the columns that {@link FloatPages} writes. */
    static List<Integer> floatColumns(StructType schema) {
        List<Integer> indices = new ArrayList<>();
        StructField[] fields = schema.fields();
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].dataType() instanceof ArrayType array
                    && array.elementType() == DataTypes.FloatType
                    && !array.containsNull()) {
                indices.add(i);
            }
        }
        return indices;
    }

    @Override
    public void write(InternalRow row) {
        try {
            carried.write(row);
            for (FloatPages column : floatPages) {
                column.write(row);
            }
            rows++;
            if (rows % ROWS_PER_SIZE_CHECK == 0 && bufferedBytes() >= rowGroupBytes) {
                endRowGroup();
                carried.startRowGroup(compressor);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long bufferedBytes() {
        return carried.bufferedBytes()
                + floatPages.stream().mapToLong(FloatPages::bufferedBytes).sum();
    }

    private void endRowGroup() throws IOException {
        if (rows == 0) {
            return;
        }
        file.startBlock(rows);
        carried.endRowGroup();
        Iterator<FloatPages> floats = floatPages.iterator();
        List<Integer> indices = floatColumns(schema);
        for (int i = 0; i < schema.size(); i++) {
            if (indices.contains(i)) {
                floats.next().writeTo(file);
            } else {
                carried.writeTo(file, schema.fields()[i].name());
            }
        }
        file.endBlock();
        rows = 0;
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
