package io.jointae.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.jointae.base.InvalidInputException;
import io.jointae.base.parquet.CheckedParquet;
import io.jointae.base.parquet.CompleteParquet;
import io.jointae.data.DistributedRows;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.columns.TableFormat;
import io.jointae.data.source.HadoopSource;
import io.jointae.data.source.IdxReader;
import io.jointae.encode.column.InputColumns;
import io.jointae.feature.TableFeatures;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows to encode, as a whole and by partition of the table.
 *
 * @param table all columns, partition columns included
 * @param partitions the rows of each partition by its folder in the table, such as {@code year=2024/month=07}, without
 *     the partition columns, with {@link InputColumns#FILE} and {@link InputColumns#ROW}; a table without partition columns has one partition
 *     with an empty name
 * @param located the columns of {@code table}, with {@link InputColumns#FILE} and {@link InputColumns#ROW}, and with {@link InputColumns#PROBLEM}
 *     where rows can be unreadable
 * @param knownRows the number of rows if it is known without reading; otherwise -1
 */
record Corpus(
        Dataset<Row> table,
        SortedMap<String, Supplier<Dataset<Row>>> partitions,
        Dataset<Row> located,
        long knownRows) {

    private static final long UNKNOWN = -1;
    private static final String NOT_PARQUET = "is not a Parquet file";

    /** The columns of {@link #located} that the files do not have. */
    static final List<String> ADDED = List.of(InputColumns.FILE, InputColumns.ROW, InputColumns.PROBLEM);

    private static final int IDX_ROWS_PER_TASK = 20_000;

    /** Returns the number of rows. Parquet files store it, so that counting them is cheap. */
    long rows() {
        if (knownRows != UNKNOWN) {
            return knownRows;
        }
        return reading(table::count);
    }

    /**
     * Runs a job that reads the input.
     *
     * @throws InvalidInputException if a file turns out not to be a Parquet file
     */
    static <T> T reading(Supplier<T> job) {
        try {
            return job.get();
        } catch (Exception e) {
            // Spark is written in Scala: it throws the checked SparkException without declaring it.
            String reason = String.valueOf(rootCause(e).getMessage());
            if (reason.contains(NOT_PARQUET)) {
                throw InvalidInputException.ofField(
                                "input", "cannot be read: %s. Remove the file or replace it.", reason)
                        .causedBy(e);
            }
            throw e;
        }
    }

    /**
     * Opens the input. Spark reads tables; the readers of data-prep read images and IDX files.
     *
     * @param input how the files are read
     * @param features the columns that the model keeps
     * @param errors collects what tasks find wrong with the files
     */
    static Corpus open(
            SparkSession spark, InputFiles files, ScoreInput input, TableFeatures features, InputErrors errors)
            throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        if (!files.images().isEmpty()) {
            return whole(
                    ImageFolders.table(spark, conf, files.images(), input.size()),
                    files.images().size());
        }
        if (!files.idx().isEmpty()) {
            return idx(spark, conf, files.idx(), errors);
        }
        TableFormat format = files.format(conf, input.format());
        if (format == TableFormat.PARQUET) {
            files.requireCompleteTables(conf);
            return parquet(spark, conf, files);
        }
        LocatedTable table = LocatedTable.of(spark, format, files, input, features, errors);
        return whole(table.rows(), table.count());
    }

    private static Corpus parquet(SparkSession spark, Configuration conf, InputFiles files) throws IOException {
        Dataset<Row> table = read(spark, conf, files);
        HadoopFsRelation relation =
                (HadoopFsRelation) ((LogicalRelation) table.queryExecution().analyzed()).relation();
        List<String> partitionColumns = Arrays.asList(relation.partitionSchema().fieldNames());
        StructType stored = new StructType();
        for (StructField field : table.schema().fields()) {
            if (!partitionColumns.contains(field.name())) {
                stored = stored.add(field);
            }
        }
        if (partitionColumns.isEmpty()) {
            return whole(locate(table), UNKNOWN);
        }
        StructType schema = stored;
        SortedMap<String, Supplier<Dataset<Row>>> partitions = new TreeMap<>();
        folders(table, partitionColumns.size())
                .forEach((name, paths) -> partitions.put(
                        name, () -> locate(verified(spark).schema(schema).load(paths.toArray(String[]::new)))));
        return new Corpus(table, partitions, locate(table), UNKNOWN);
    }

    private static Dataset<Row> read(SparkSession spark, Configuration conf, InputFiles files) throws IOException {
        DataFrameReader reader = verified(spark);
        files.base().ifPresent(base -> reader.option("basePath", base));
        try {
            return reader.load(files.tablePaths());
        } catch (Exception e) {
            // Spark is written in Scala: it throws the checked AnalysisException without declaring it.
            Optional<InvalidInputException> damaged = CompleteParquet.damagedFooter(conf, files.tableFiles(conf));
            throw damaged.isPresent()
                    ? damaged.get()
                    : InvalidInputException.ofField(
                                    "input",
                                    "%s cannot be read as Parquet: %s",
                                    String.join(",", files.tablePaths()),
                                    rootCause(e).getMessage())
                            .causedBy(e);
        }
    }

    /** Returns a reader that finds damage. */
    private static DataFrameReader verified(SparkSession spark) {
        return spark.read().format(CheckedParquet.NAME);
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }

    /** Returns the folders of each partition by its name; several tables can have folders of the same partition. */
    private static SortedMap<String, Set<String>> folders(Dataset<Row> table, int levels) {
        SortedMap<String, Set<String>> folders = new TreeMap<>();
        for (String file : table.inputFiles()) {
            Path folder = new Path(URI.create(file)).getParent();
            String name = folder.getName();
            Path parent = folder.getParent();
            for (int level = 1; level < levels; level++) {
                name = parent.getName() + "/" + name;
                parent = parent.getParent();
            }
            folders.computeIfAbsent(name, absent -> new TreeSet<>()).add(folder.toString());
        }
        return folders;
    }

    private static Dataset<Row> locate(Dataset<Row> parquet) {
        return parquet.withColumn(InputColumns.FILE, col("_metadata.file_path"))
                .withColumn(InputColumns.ROW, col("_metadata.row_index"));
    }

    private static Corpus idx(SparkSession spark, Configuration conf, List<Path> files, InputErrors errors)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Dataset<Row> located = null;
        long count = 0;
        for (Path file : files) {
            IdxReader reader = IdxReader.open(HadoopSource.of(file, conf), null);
            Dataset<Row> rows = spark.createDataset(
                            DistributedRows.of(context, reader, reader.rows(), IDX_ROWS_PER_TASK, errors)
                                    .rdd(),
                            Encoders.bean(Example.class))
                    .select(
                            col("id"),
                            col("pixels"),
                            lit(file.toString()).as(InputColumns.FILE),
                            col("id").as(InputColumns.ROW));
            count += reader.rows();
            located = located == null ? rows : located.union(rows);
        }
        return whole(located, count);
    }

    private static Corpus whole(Dataset<Row> located, long count) {
        SortedMap<String, Supplier<Dataset<Row>>> partitions = new TreeMap<>();
        partitions.put("", () -> located);
        return new Corpus(located.drop(ADDED.toArray(String[]::new)), partitions, located, count);
    }
}
