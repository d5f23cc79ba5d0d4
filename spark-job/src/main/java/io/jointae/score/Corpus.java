package io.jointae.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.jointae.base.BadInput;
import io.jointae.data.Example;
import io.jointae.data.Mistakes;
import io.jointae.data.Rows;
import io.jointae.data.source.HadoopSource;
import io.jointae.data.source.IdxReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
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
 */
record Corpus(Dataset<Row> table, SortedMap<String, Dataset<Row>> partitions, Dataset<Row> located) {

    /** Names that no table has. */
    static final String FILE = "__jointae_file";

    static final String ROW = "__jointae_row";

    private static final int IDX_ROWS_PER_TASK = 20_000;

    /** Globs and folders as Spark reads Parquet; folders with images and files that start as IDX by data-prep's readers. */
    static Corpus open(SparkSession spark, List<String> inputs, Mistakes mistakes) throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        List<Path> idx = new ArrayList<>();
        List<String> images = new ArrayList<>();
        for (String input : inputs) {
            for (FileStatus found : glob(conf, input)) {
                if (found.isDirectory()) {
                    images.addAll(ImageFolders.list(conf, found.getPath()));
                } else if (isIdx(conf, found.getPath())) {
                    idx.add(found.getPath());
                }
            }
        }
        if (!images.isEmpty()) {
            return whole(ImageFolders.table(spark, conf, images));
        }
        return idx.isEmpty() ? parquet(spark, inputs) : idx(spark, conf, idx, mistakes);
    }

    private static FileStatus[] glob(Configuration conf, String input) throws IOException {
        Path path = new Path(input);
        FileStatus[] found = path.getFileSystem(conf).globStatus(path);
        if (found == null || found.length == 0) {
            throw BadInput.of("--input %s does not exist", input);
        }
        return found;
    }

    /** The magic number of unsigned bytes, gzipped or not; see {@code IdxFile}. */
    private static boolean isIdx(Configuration conf, Path path) {
        try (InputStream in = HadoopSource.of(path, conf).openUnpacked()) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 0 && start[1] == 0 && start[2] == 8 && start[3] >= 1;
        } catch (IOException e) {
            throw new BadInput("--input " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Corpus parquet(SparkSession spark, List<String> inputs) {
        Dataset<Row> table = read(spark, inputs);
        HadoopFsRelation relation =
                (HadoopFsRelation) ((LogicalRelation) table.queryExecution().analyzed()).relation();
        List<String> by = Arrays.asList(relation.partitionSchema().fieldNames());
        StructType kept = new StructType();
        for (StructField field : table.schema().fields()) {
            if (!by.contains(field.name())) {
                kept = kept.add(field);
            }
        }
        SortedMap<String, Dataset<Row>> partitions = new TreeMap<>();
        if (by.isEmpty()) {
            partitions.put("", locate(table));
        } else {
            for (Map.Entry<String, Set<String>> folder :
                    folders(table, by.size()).entrySet()) {
                String[] paths = folder.getValue().toArray(String[]::new);
                partitions.put(folder.getKey(), locate(spark.read().schema(kept).parquet(paths)));
            }
        }
        return new Corpus(table, partitions, locate(table));
    }

    private static Dataset<Row> read(SparkSession spark, List<String> inputs) {
        try {
            return spark.read().parquet(inputs.toArray(String[]::new));
        } catch (Exception e) {
            // Spark throws AnalysisException, which is checked, and says so only in Scala.
            throw new BadInput(
                    "--input " + String.join(",", inputs) + " cannot be read as Parquet: " + e.getMessage(), e);
        }
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

    private static Corpus idx(SparkSession spark, Configuration conf, List<Path> files, Mistakes mistakes)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Dataset<Row> located = null;
        for (Path file : files) {
            IdxReader reader = IdxReader.open(HadoopSource.of(file, conf), null);
            Dataset<Row> rows = spark.createDataset(
                            Rows.of(context, reader, reader.rows(), IDX_ROWS_PER_TASK, mistakes)
                                    .rdd(),
                            Encoders.bean(Example.class))
                    .select(
                            col("id"),
                            col("pixels"),
                            lit(file.toString()).as(FILE),
                            col("id").as(ROW));
            located = located == null ? rows : located.union(rows);
        }
        return whole(located);
    }

    private static Corpus whole(Dataset<Row> located) {
        SortedMap<String, Dataset<Row>> one = new TreeMap<>();
        one.put("", located);
        return new Corpus(located.drop(FILE, ROW), one, located);
    }
}
