package io.jointae.data;

import io.jointae.base.CommittedFolder;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.text.Count;
import io.jointae.data.table.WideRows;
import io.jointae.feature.Scaling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A prepared dataset whose files were compared with its manifest. All code that reads prepared data uses this class.
 *
 * <p>The files hold the values of the user's data. Every method that returns rows applies the scaling of the manifest, so
 * that the values are inputs of a network; {@link #scaledBy} chooses another scaling, and {@link #unscaled} none.
 *
 * <pre>{@code
 * PreparedDataset data = PreparedDataset.open(spark, "hdfs:///data/rectangles");
 * Dataset<Row> train = data.rows(Split.TRAIN); // id: long, label: int, pixels: array<float>
 * }</pre>
 */
public final class PreparedDataset {

    /**
     * The columns of a row. {@code id} is the position in the split, from 0 without gaps. {@code label} is the class from
     * 0, or -1 for a row without a label. {@code pixels} is {@code [width]}, each in [0, 1] if the dataset has no scaling.
     */
    public static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType, false)
            .add("label", DataTypes.IntegerType, false)
            .add("pixels", DataTypes.createArrayType(DataTypes.FloatType, false), false);

    /** The largest number of pixels of a sample, which is held on the driver: 32 MiB. */
    private static final int SAMPLE_PIXELS = 1 << 23;

    private final SparkSession spark;
    private final Path dir;
    private final Path files;
    private final Manifest manifest;
    private final Scaling scaling;

    private PreparedDataset(SparkSession spark, Path dir, Path files, Manifest manifest, Scaling scaling) {
        this.spark = spark;
        this.dir = dir;
        this.files = files;
        this.manifest = manifest;
        this.scaling = scaling;
    }

    /** When the contents of the files are compared with the manifest. */
    public enum ContentsCheck {
        /** Unless they were compared before and no file has changed since then. */
        ONCE,
        /** In any case. */
        ALWAYS
    }

    /** Opens a dataset whose contents are checked {@link ContentsCheck#ONCE}. */
    public static PreparedDataset open(SparkSession spark, String dir) throws IOException {
        return open(spark, dir, ContentsCheck.ONCE);
    }

    /**
     * Opens a dataset and checks that its files match the manifest: their names, their sizes and, in a Spark job that reads
     * all of them, their SHA-256. The file {@value DatasetFiles#CHECKED} in the folder remembers that the contents were
     * checked, and of which files.
     *
     * @param dir the dataset's own folder; any Hadoop path
     * @param check when the contents are checked
     * @throws InvalidInputException if the folder holds no dataset, or if its files do not match its manifest
     */
    public static PreparedDataset open(SparkSession spark, String dir, ContentsCheck check) throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        Path path = new Path(dir);
        Path qualified = path.getFileSystem(conf).makeQualified(path);
        CommittedFolder folder = CommittedFolder.of(conf, dir);
        Manifest manifest = manifest(conf, dir, folder);
        DatasetFiles.compare(dir, manifest.files(), DatasetFiles.list(conf, folder), false);
        DatasetFiles.CheckedFiles files = DatasetFiles.CheckedFiles.of(conf, folder.path(), manifest.files());
        if (check == ContentsCheck.ALWAYS || !files.isStoredIn(conf, qualified)) {
            DatasetFiles.compare(dir, manifest.files(), DatasetFiles.rehashed(spark, folder.path(), manifest), true);
            files.store(conf, qualified);
        }
        return new PreparedDataset(spark, qualified, folder.path(), manifest, manifest.scaling());
    }

    /**
     * Reads the manifest of a dataset without checking the files.
     *
     * @throws InvalidInputException if the folder has no manifest, or if this version cannot read it
     */
    public static Manifest manifest(Configuration conf, String dir) throws IOException {
        return manifest(conf, dir, CommittedFolder.of(conf, dir));
    }

    private static Manifest manifest(Configuration conf, String dir, CommittedFolder folder) throws IOException {
        Path file = new Path(folder.path(), Manifest.FILE);
        if (!file.getFileSystem(conf).exists(file)) {
            throw InvalidInputException.of(
                    "%s has no %s, so it is not a prepared dataset: give the folder of a dataset that was prepared.",
                    dir, Manifest.FILE);
        }
        return Json.read(conf, file, Manifest.class);
    }

    /**
     * Returns the same dataset with another scaling of its rows, such as that of a model.
     *
     * @throws InvalidInputException if the scaling is for rows of another width
     */
    public PreparedDataset scaledBy(Scaling other) {
        if (!other.isNone() && other.width() != width()) {
            throw InvalidInputException.of(
                    "Dataset %s has rows of %s, but the scaling is for %d: choose a dataset of this width.",
                    name(), Count.of(width(), "value"), other.width());
        }
        return new PreparedDataset(spark, dir, files, manifest, other);
    }

    /** Returns the same dataset with the values as they are in the files. */
    public PreparedDataset unscaled() {
        return scaledBy(Scaling.NONE);
    }

    /** Returns the scaling that is applied to the rows. */
    public Scaling scaling() {
        return scaling;
    }

    /**
     * Returns the rows of a split with the columns of {@link #SCHEMA}, in any order. There are no rows if the dataset does
     * not have the split.
     */
    public Dataset<Row> rows(Split split) {
        return scaling.isNone() && !isSparse()
                ? stored(split)
                : examples(split).select(functions.col("id"), functions.col("label"), functions.col("pixels"));
    }

    private Dataset<Row> stored(Split split) {
        RowStorage storage = manifest.storage();
        String[] paths = manifest.files().stream()
                .filter(file -> file.path().startsWith(split.folder() + "/"))
                .map(file -> new Path(files, file.path()).toString())
                .toArray(String[]::new);
        if (paths.length == 0) {
            return spark.createDataFrame(Collections.emptyList(), storage.schema());
        }
        // A stored value of a sparse row takes three times the memory of a float: a position and a double.
        int floats = isSparse() ? (int) Math.min(width(), Math.ceil(3 * manifest.storedValuesPerRow(split))) : width();
        return WideRows.session(spark, floats).read().schema(storage.schema()).parquet(paths);
    }

    /** Returns the rows of a split as typed examples with all their values, which is the fastest way to read them. */
    public Dataset<Example> examples(Split split) {
        return examples(stored(split));
    }

    /**
     * Returns the rows of a split that fulfil a condition on their id or label. Only these are scaled.
     *
     * @param where such as {@code functions.col("id").lt(100)}
     */
    public Dataset<Example> examples(Split split, Column where) {
        return examples(stored(split).where(where));
    }

    private Dataset<Example> examples(Dataset<Row> rows) {
        if (isSparse()) {
            return spark.createDataset(scaled(rows).rdd(), RowStorage.EXAMPLES);
        }
        Dataset<Example> examples = rows.as(RowStorage.EXAMPLES);
        Scaling applied = scaling;
        return applied.isNone()
                ? examples
                : examples.map((MapFunction<Example, Example>) row -> scaled(row, applied), RowStorage.EXAMPLES);
    }

    private static Example scaled(Example row, Scaling scaling) {
        scaling.apply(row.getPixels(), 1);
        return row;
    }

    /**
     * Returns the rows of a split without a conversion to Spark's rows and back. The rows of a sparse dataset are sparse;
     * only {@link #unscaled} ones may be sent to another task, because scaled ones may have a background.
     */
    public JavaRDD<Example> exampleRows(Split split) {
        return scaled(stored(split));
    }

    private JavaRDD<Example> scaled(Dataset<Row> stored) {
        JavaRDD<Example> rows = manifest.storage().examples(stored);
        Scaling applied = scaling;
        if (applied.isNone()) {
            return rows;
        }
        if (!isSparse()) {
            return rows.map(row -> scaled(row, applied));
        }
        return rows.mapPartitions(part -> {
            float[] background = applied.background();
            Iterable<Example> unscaled = () -> part;
            return StreamSupport.stream(unscaled.spliterator(), false)
                    .map(row -> Example.ofSparse(row.getId(), row.getLabel(), applied.apply(row.sparse(), background)))
                    .iterator();
        });
    }

    /**
     * Reads a sample of a split: rows at equal distances, so that it is good for a split that is sorted by label, too.
     *
     * @param split a split with at least one row
     * @param most the largest number of rows, at least 1; see {@link #sampleDistance}
     * @return {@code [n, width()]}, row after row, in the order of the ids
     */
    public float[] sample(Split split, int most) {
        List<Example> sampled = sampledExamples(split, most);
        float[] pixels = new float[sampled.size() * width()];
        for (int i = 0; i < sampled.size(); i++) {
            sampled.get(i).copyTo(pixels, i * width());
        }
        return pixels;
    }

    /** Reads the same sample as {@link #sample} with ids and labels, in the order of the ids. */
    public List<Example> sampledExamples(Split split, int most) {
        long distance = sampleDistance(count(split), width(), most);
        List<Example> sampled = new ArrayList<>(
                examples(split, functions.col("id").mod(distance).equalTo(0)).collectAsList());
        sampled.sort(Comparator.comparingLong(Example::getId));
        return sampled;
    }

    /**
     * Returns the distance of the rows of a sample of at most {@code most} rows among {@code count}; it has fewer if they
     * have more than {@value #SAMPLE_PIXELS} values together.
     */
    public static long sampleDistance(long count, int width, int most) {
        long rows = Math.max(1, Math.min(most, SAMPLE_PIXELS / width));
        return (count + rows - 1) / rows;
    }

    /** Returns the manifest. */
    public Manifest manifest() {
        return manifest;
    }

    /** Returns the number of rows of a split from the manifest. */
    public long count(Split split) {
        return manifest.count(split);
    }

    /** Returns whether the files store the rows as sparse vectors. */
    public boolean isSparse() {
        return manifest.storage() == RowStorage.SPARSE;
    }

    /** Returns the number of pixels per row. */
    public int width() {
        return manifest.shape().size();
    }

    /** Returns the number of labels; 0 if no row has a label. */
    public int classes() {
        return manifest.classes();
    }

    /** Returns the name of the dataset in the paper, or the name that the user chose. */
    public String name() {
        return manifest.name();
    }

    /** Returns the hash of the contents; see {@link Manifest#hash}. */
    public String hash() {
        return manifest.hash();
    }

    /** Returns the path of the dataset's folder, qualified with its file system. */
    public String dir() {
        return dir.toString();
    }
}
