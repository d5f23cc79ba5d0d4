package io.jointae.base.parquet;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.Seq;
import scala.collection.immutable.Map;

/** Spark's Parquet format with another reader of the files, in Spark 3.5. */
abstract class ParquetReaderFormat extends ParquetFileFormat {

    /** Changes the settings of the reader. */
    abstract void configure(Configuration conf);

    /**
     * Returns what tasks call to read a file.
     *
     * @param reader Spark's own reader
     */
    abstract Function1<PartitionedFile, Iterator<InternalRow>> wrap(
            Function1<PartitionedFile, Iterator<InternalRow>> reader);

    @Override
    public final Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
            SparkSession spark,
            StructType dataSchema,
            StructType partitionSchema,
            StructType requiredSchema,
            Seq<Filter> filters,
            Map<String, String> options,
            Configuration conf) {
        configure(conf);
        return wrap(super.buildReaderWithPartitionValues(
                spark, dataSchema, partitionSchema, requiredSchema, filters, options, conf));
    }
}
