package io.jointae.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.jointae.base.InvalidInputException;
import io.jointae.data.DistributedRows;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.source.HadoopSource;
import io.jointae.data.source.IdxReader;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
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
 * The rows to score, as a whole and by partition of the table.
 *
 * @param table all columns, partition columns included
 * @param partitions each partition's rows by its folder in the table, such as {@code year=2024/month=07}, without
 *     the partition columns, with {@link #FILE} and {@link #ROW}; one with an empty name if there are no
 *     partition columns
 * @param located as {@code table}, with {@link #FILE} and {@link #ROW}
 * @param known how many rows there are, where that is known without reading; else -1
 */
record Corpus(
        Dataset<Row> table, SortedMap<String, Supplier<Dataset<Row>>> partitions, Dataset<Row> located, long known) {

    private static final long COUNTED = -1;
    private static final String NO_PARQUET = "is not a Parquet file";

    /** Names that no table has. */
    static final String FILE = "__jointae_file";

    static final String ROW = "__jointae_row";

    private static final int IDX_ROWS_PER_TASK = 20_000;

    /** How many rows there are; Parquet files say so themselves. */
    long rows() {
        if (known != COUNTED) {
            return known;
        }
        return reading(table::count);
    }

    /**
     * Runs a job on the input.
     *
     * @throws InvalidInputException if a file turns out to be no Parquet file
     */
    static <T> T reading(Supplier<T> job) {
        try {
            return job.get();
        } catch (Exception e) {
            // SparkException is checked, and Spark says so only in Scala.
            String why = String.valueOf(innermost(e).getMessage());
            if (why.contains(NO_PARQUET)) {
                throw new InvalidInputException("--input: " + why + ": remove or mend it", e);
            }
            throw e;
        }
    }

    /** Globs and folders as Spark reads Parquet; images and IDX files by data-prep's readers. */
    static Corpus open(SparkSession spark, InputFiles files, InputErrors mistakes) throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        if (!files.images().isEmpty()) {
            return whole(
                    ImageFolders.table(spark, conf, files.images()),
                    files.images().size());
        }
        return files.idx().isEmpty() ? parquet(spark, files) : idx(spark, conf, files.idx(), mistakes);
    }

    private static Corpus parquet(SparkSession spark, InputFiles files) {
        Dataset<Row> table = read(spark, files);
        HadoopFsRelation relation =
                (HadoopFsRelation) ((LogicalRelation) table.queryExecution().analyzed()).relation();
        List<String> by = Arrays.asList(relation.partitionSchema().fieldNames());
        StructType kept = new StructType();
        for (StructField field : table.schema().fields()) {
            if (!by.contains(field.name())) {
                kept = kept.add(field);
            }
        }
        if (by.isEmpty()) {
            return whole(locate(table), COUNTED);
        }
        StructType schema = kept;
        SortedMap<String, Supplier<Dataset<Row>>> partitions = new TreeMap<>();
        folders(table, by.size())
                .forEach((name, paths) -> partitions.put(
                        name, () -> locate(spark.read().schema(schema).parquet(paths.toArray(String[]::new)))));
        return new Corpus(table, partitions, locate(table), COUNTED);
    }

    private static Dataset<Row> read(SparkSession spark, InputFiles files) {
        DataFrameReader reader = spark.read();
        files.base().ifPresent(base -> reader.option("basePath", base));
        try {
            return reader.parquet(files.tablePaths());
        } catch (Exception e) {
            // Spark throws AnalysisException, which is checked, and says so only in Scala.
            throw new InvalidInputException(
                    "--input " + String.join(",", files.tablePaths()) + " cannot be read as Parquet: "
                            + innermost(e).getMessage(),
                    e);
        }
    }

    private static Throwable innermost(Throwable failure) {
        return failure.getCause() == null ? failure : innermost(failure.getCause());
    }

    /** The folders of each partition by its name; tables with the same partition share one. */
    private static SortedMap<String, Set<String>> folders(Dataset<Row> table, int levels) {
        SortedMap<String, Set<String>> folders = new TreeMap<>();
        for (String file : table.inputFiles()) {
            Path folder = new Path(URI.create(file)).getParent();
            String name = folder.getName();
            Path above = folder.getParent();
            for (int level = 1; level < levels; level++) {
                name = above.getName() + "/" + name;
                above = above.getParent();
            }
            folders.computeIfAbsent(name, none -> new TreeSet<>()).add(folder.toString());
        }
        return folders;
    }

    private static Dataset<Row> locate(Dataset<Row> parquet) {
        return parquet.withColumn(FILE, col("_metadata.file_path")).withColumn(ROW, col("_metadata.row_index"));
    }

    private static Corpus idx(SparkSession spark, Configuration conf, List<Path> files, InputErrors mistakes)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Dataset<Row> located = null;
        long count = 0;
        for (Path file : files) {
            IdxReader reader = IdxReader.open(HadoopSource.of(file, conf), null);
            Dataset<Row> rows = spark.createDataset(
                            DistributedRows.of(context, reader, reader.rows(), IDX_ROWS_PER_TASK, mistakes)
                                    .rdd(),
                            Encoders.bean(Example.class))
                    .select(
                            col("id"),
                            col("pixels"),
                            lit(file.toString()).as(FILE),
                            col("id").as(ROW));
            count += reader.rows();
            located = located == null ? rows : located.union(rows);
        }
        return whole(located, count);
    }

    private static Corpus whole(Dataset<Row> located, long count) {
        SortedMap<String, Supplier<Dataset<Row>>> one = new TreeMap<>();
        one.put("", () -> located);
        return new Corpus(located.drop(FILE, ROW), one, located, count);
    }
}
