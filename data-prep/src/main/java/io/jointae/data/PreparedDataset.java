package io.jointae.data;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A dataset that {@code prepare} wrote, checked against its manifest. Everything that reads prepared data
 * comes through here.
 *
 * <pre>{@code
 * PreparedDataset data = PreparedDataset.open(spark, "hdfs:///data/rectangles");
 * Dataset<Row> train = data.rows(Split.TRAIN); // id: long, label: int, pixels: array<float>
 * }</pre>
 */
public final class PreparedDataset {

    /**
     * {@code id}: position in the split, dense from 0. {@code label}: class from 0, -1 where there is none.
     * {@code pixels}: [width], each in [0, 1].
     */
    public static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType, false)
            .add("label", DataTypes.IntegerType, false)
            .add("pixels", DataTypes.createArrayType(DataTypes.FloatType, false), false);

    private final SparkSession spark;
    private final Path dir;
    private final Manifest manifest;

    private PreparedDataset(SparkSession spark, Path dir, Manifest manifest) {
        this.spark = spark;
        this.dir = dir;
        this.manifest = manifest;
    }

    /**
     * Opens a dataset and checks that its files are those of the manifest: names, sizes and, in a Spark job,
     * SHA-256.
     *
     * @param dir any Hadoop path, such as {@code DIR/NAME} of {@code prepare NAME --out DIR}
     * @throws InvalidInputException if there is no dataset or if its files are not those of its manifest
     */
    public static PreparedDataset open(SparkSession spark, String dir) throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        Path path = new Path(dir);
        Path qualified = path.getFileSystem(conf).makeQualified(path);
        Manifest manifest = manifest(conf, dir);
        compare(dir, manifest.files(), DatasetFiles.list(conf, qualified), false);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription(manifest.name() + ": checking the files against the manifest");
        try {
            compare(dir, manifest.files(), DatasetFiles.hashed(context, qualified, manifest.files()), true);
        } finally {
            context.setJobDescription(null);
        }
        return new PreparedDataset(spark, qualified, manifest);
    }

    /**
     * Reads a manifest without checking the files.
     *
     * @throws InvalidInputException if there is none, or none that this version reads
     */
    public static Manifest manifest(Configuration conf, String dir) throws IOException {
        Path file = new Path(dir, Manifest.FILE);
        if (!file.getFileSystem(conf).exists(file)) {
            throw InvalidInputException.of(
                    "%s has no %s, so it is no prepared dataset: give the DIR/NAME that prepare NAME --out DIR wrote",
                    dir, Manifest.FILE);
        }
        return Json.read(conf, file, Manifest.class);
    }

    private static void compare(String dir, List<DataFile> promised, List<DataFile> found, boolean hashes) {
        for (DataFile file : promised) {
            DataFile there = named(file.path(), found);
            if (there == null) {
                throw mismatch(dir, file.path() + " is missing");
            }
            if (there.bytes() != file.bytes()) {
                throw mismatch(dir, file.path() + " has " + there.bytes() + " bytes, not " + file.bytes());
            }
            if (hashes && !there.sha256().equals(file.sha256())) {
                throw mismatch(dir, file.path() + " has changed (its SHA-256 differs)");
            }
        }
        for (DataFile file : found) {
            if (named(file.path(), promised) == null) {
                throw mismatch(dir, file.path() + " is not in the manifest");
            }
        }
    }

    private static DataFile named(String path, List<DataFile> files) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElse(null);
    }

    private static InvalidInputException mismatch(String dir, String what) {
        return InvalidInputException.of("%s does not match its %s: %s; prepare it again", dir, Manifest.FILE, what);
    }

    /** The rows of a split, as {@link #SCHEMA}, in any order; none where the dataset has no such split. */
    public Dataset<Row> rows(Split split) {
        String[] files = manifest.files().stream()
                .filter(file -> file.path().startsWith(split.folder() + "/"))
                .map(file -> new Path(dir, file.path()).toString())
                .toArray(String[]::new);
        if (files.length == 0) {
            return spark.createDataFrame(Collections.emptyList(), SCHEMA);
        }
        return spark.read().schema(SCHEMA).parquet(files);
    }

    /** As {@link #rows}, typed: the fast way to the pixels. */
    public Dataset<Example> examples(Split split) {
        return rows(split).as(Encoders.bean(Example.class));
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Rows of a split, from the manifest. */
    public long count(Split split) {
        return manifest.count(split);
    }

    /** Length of {@code pixels}. */
    public int width() {
        return manifest.shape().size();
    }

    /** Number of labels; 0 for unlabeled data. */
    public int classes() {
        return manifest.classes();
    }

    /** As the paper writes it, or the user's own. */
    public String name() {
        return manifest.name();
    }

    /** Of the contents; for provenance. */
    public String hash() {
        return manifest.hash();
    }

    /** Its folder, qualified with its file system. */
    public String dir() {
        return dir.toString();
    }
}
