package io.jointae.score.parquet;

import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.hadoop.codec.CodecConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map;

/**
 * Spark's Parquet format with a faster writer for columns of {@code array<float>}. It writes them one page at a time
 * instead of one value at a time, because Spark takes longer to write 1,000 features than the network takes to compute
 * them. Every Parquet reader can read the files.
 *
 * <pre>{@code
 * features.write().format(FeatureFormat.NAME).save(path);
 * }</pre>
 */
public final class FeatureFormat extends ParquetFileFormat {

    /** The name to pass to {@code DataFrameWriter.format} or {@code DataStreamWriter.format}. */
    public static final String NAME = "io.jointae.score.parquet.FeatureFormat";

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession spark, Job job, Map<String, String> options, StructType schema) {
        OutputWriterFactory standard = super.prepareWrite(spark, job, options, schema);
        return FeatureFile.floatColumns(schema).isEmpty() ? standard : new Factory();
    }

    private static final class Factory extends OutputWriterFactory {

        @Override
        public String getFileExtension(TaskAttemptContext context) {
            return CodecConfig.from(context).getCodec().getExtension() + ".parquet";
        }

        @Override
        public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext context) {
            return new FeatureFile(path, schema, context);
        }
    }
}
