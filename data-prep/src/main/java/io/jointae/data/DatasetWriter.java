package io.jointae.data;

import io.jointae.base.AtomicRename;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.PendingOutput;
import io.jointae.base.ProjectVersion;
import io.jointae.data.table.InPlaceTable;
import io.jointae.data.table.WideRows;
import io.jointae.feature.Scaling;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.TableFeatures;
import io.jointae.spark.RddResults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

/**
 * Writes the splits of a dataset as Parquet, one file per partition, and then its manifest. It reads every file back, and
 * the folder appears under its name only when everything is complete.
 */
public final class DatasetWriter {

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final ProgressListener progress;
    private final RowStorage storage;

    /** Creates a writer whose files store all values. */
    public DatasetWriter(SparkSession spark, ProgressListener progress) {
        this(spark, progress, RowStorage.DENSE);
    }

    /**
     * Creates a writer that runs its jobs in a Spark session and reports each step.
     *
     * @param storage how the files store the values of a row
     */
    public DatasetWriter(SparkSession spark, ProgressListener progress, RowStorage storage) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.progress = progress;
        this.storage = storage;
    }

    /**
     * Writes a dataset.
     *
     * @param dir the dataset's own folder
     * @param overwrite whether to replace an existing dataset
     * @param spec the description of the dataset
     * @param splits the rows; the ids of each split are 0 to count - 1, and each partition is sorted by id
     * @param errors the collection to which the tasks that read the splits add errors
     * @return the manifest of the new dataset
     * @throws InvalidInputException if the output exists, if a task found an error, or if a row breaks the format
     */
    public Manifest write(
            String dir, boolean overwrite, DatasetSpec spec, Map<Split, JavaRDD<Example>> splits, InputErrors errors)
            throws IOException {
        return write(dir, overwrite, spec, splits, errors, UnaryOperator.identity());
    }

    /**
     * Writes a dataset whose manifest depends on the hash of its rows.
     *
     * @param review returns the manifest to write for the manifest of the rows, or throws to refuse them; nothing appears
     *     then
     */
    public Manifest write(
            String dir,
            boolean overwrite,
            DatasetSpec spec,
            Map<Split, JavaRDD<Example>> splits,
            InputErrors errors,
            UnaryOperator<Manifest> review)
            throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        try (PendingOutput output = PendingOutput.create(conf, dir, overwrite)) {
            FileSystem fileSystem = output.path().getFileSystem(conf);
            Map<Split, SplitChecksum> checksums = new EnumMap<>(Split.class);
            List<DataFile> files = new ArrayList<>();
            Scaling scaling = spec.scaling().isMeasured()
                    ? Scaling.NONE
                    : spec.scaling().fixed(spec.name(), spec.shape().size());
            for (Split split : Split.values()) {
                if (splits.containsKey(split)) {
                    report(spec, "writing " + split);
                    Path folder = new Path(output.path(), split.folder());
                    List<Path> written = AtomicRename.isOfferedBy(fileSystem)
                            ? writeAndRename(fileSystem, folder, splits.get(split), errors)
                            : writeInPlace(folder, splits.get(split), errors);
                    checksums.put(split, readBack(spec, split, written));
                    scaling = split == Split.TRAIN && spec.scaling().isMeasured()
                            ? scaling(spec, checksums.get(split), written)
                            : scaling;
                    for (Path file : written) {
                        long bytes = fileSystem.getFileStatus(file).getLen();
                        files.add(new DataFile(split.folder() + "/" + file.getName(), bytes, ""));
                    }
                }
            }
            Manifest manifest = review.apply(manifest(output.path(), spec, checksums, files, scaling));
            Json.write(fileSystem, new Path(output.path(), Manifest.FILE), manifest);
            output.commit();
            return manifest;
        } finally {
            context.setJobDescription(null);
        }
    }

    private List<Path> writeInPlace(Path folder, JavaRDD<Example> rows, InputErrors errors) throws IOException {
        String run = folder.getParent().getName().replaceFirst(".*-", "");
        List<InPlaceTable.WrittenFile> files =
                InPlaceTable.write(storage.table(spark, rows), new ParquetFileFormat(), folder, run);
        errors.throwIfAny();
        return files.stream().map(file -> new Path(folder, file.name())).toList();
    }

    /** Gives the files short names in their order; the names that Spark chooses contain a random id. */
    private List<Path> writeAndRename(FileSystem fileSystem, Path folder, JavaRDD<Example> rows, InputErrors errors)
            throws IOException {
        storage.table(spark, rows).write().parquet(folder.toString());
        errors.throwIfAny();
        FileStatus[] files =
                fileSystem.listStatus(folder, path -> path.getName().endsWith(".parquet"));
        Arrays.sort(files);
        List<Path> renamed = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            Path named = new Path(folder, String.format("part-%05d.parquet", i));
            if (!fileSystem.rename(files[i].getPath(), named)) {
                throw new IOException("The file system did not rename " + files[i].getPath() + " to " + named);
            }
            renamed.add(named);
        }
        fileSystem.delete(new Path(folder, "_SUCCESS"), false);
        return renamed;
    }

    private SplitChecksum readBack(DatasetSpec spec, Split split, List<Path> files) {
        report(spec, "reading " + split + " back");
        int width = spec.shape().size();
        ScalingKind kind = spec.scaling().kind();
        SplitChecksum checksum = RddResults.reduce(
                read(spec, files), part -> SplitChecksum.of(part, split, width, kind), SplitChecksum::merge);
        if (checksum.problem() != null) {
            throw new InvalidInputException(spec.name() + ": " + checksum.problem());
        }
        if (!checksum.hasExpectedIdSum()) {
            throw new IllegalStateException(
                    spec.name() + ": the ids of " + split + " are not the numbers from 0 to the count - 1");
        }
        return checksum;
    }

    private JavaRDD<Example> read(DatasetSpec spec, List<Path> files) {
        return storage.examples(WideRows.session(spark, spec.shape().size())
                .read()
                .schema(storage.schema())
                .parquet(files.stream().map(Path::toString).toArray(String[]::new)));
    }

    /** Measures the scaling on the training rows that were written. */
    private Scaling scaling(DatasetSpec spec, SplitChecksum train, List<Path> files) {
        if (train.rows() == 0) {
            throw InvalidInputException.of(
                    "%s has no training rows, on which the scaling is measured: give a source that has some.",
                    spec.name());
        }
        report(spec, "measuring the scaling");
        TableFeatures features = spec.features();
        IntFunction<String> names = i -> features.isNone() ? "value " + (i + 1) + " of a row" : features.name(i);
        JavaRDD<Example> rows = read(spec, files);
        int width = spec.shape().size();
        return storage == RowStorage.SPARSE
                ? spec.scaling().fitSparse(spec.name(), rows.map(Example::toSparse), width, names)
                : spec.scaling().fit(spec.name(), rows.map(Example::getPixels), width, names);
    }

    private Manifest manifest(
            Path dir, DatasetSpec spec, Map<Split, SplitChecksum> checksums, List<DataFile> written, Scaling scaling) {
        report(spec, "hashing the files");
        List<DataFile> files = DatasetFiles.hashed(context, dir, written);
        int classes = classes(spec, checksums);
        Map<Split, Long> counts = new EnumMap<>(Split.class);
        Map<Split, Long> values = new EnumMap<>(Split.class);
        MessageDigest hash = SplitChecksum.sha256();
        hash.update((spec.shape() + " " + classes).getBytes(StandardCharsets.UTF_8));
        checksums.forEach((split, checksum) -> {
            counts.put(split, checksum.rows());
            values.put(split, checksum.values());
            hash.update((" " + split + " " + checksum.rows() + " " + checksum.hash()).getBytes(StandardCharsets.UTF_8));
        });
        if (!spec.features().isNone()) {
            hash.update((" " + Json.line(spec.features())).getBytes(StandardCharsets.UTF_8));
        }
        if (!scaling.isNone()) {
            hash.update((" " + Json.line(scaling)).getBytes(StandardCharsets.UTF_8));
        }
        DatasetProvenance provenance = spec.provenance();
        boolean sparse = storage == RowStorage.SPARSE;
        return new Manifest(
                sparse ? Manifest.SPARSE_FORMAT : Manifest.FORMAT,
                spec.name(),
                spec.shape(),
                classes,
                spec.labelNames(),
                counts,
                files,
                provenance.sources(),
                provenance.recipe(),
                provenance.choices(),
                provenance.seed(),
                provenance.skipped(),
                ProjectVersion.current(),
                HexFormat.of().formatHex(hash.digest()),
                scaling,
                spec.features(),
                sparse ? new Manifest.SparseValues(values) : null);
    }

    private static int classes(DatasetSpec spec, Map<Split, SplitChecksum> checksums) {
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
        for (SplitChecksum checksum : checksums.values()) {
            lowest = Math.min(lowest, checksum.lowestLabel());
            highest = Math.max(highest, checksum.highestLabel());
        }
        if (lowest > highest) {
            throw InvalidInputException.of("%s has no rows: give a source that has some.", spec.name());
        }
        if (highest == Example.UNLABELED) {
            return 0;
        }
        if (lowest < 0) {
            throw InvalidInputException.of(
                    "%s has rows with labels and rows without: label all of them or none.", spec.name());
        }
        if (spec.classes() == DatasetSpec.CLASSES_FROM_LABELS) {
            return highest + 1;
        }
        if (highest >= spec.classes()) {
            throw InvalidInputException.of(
                    "%s has a row with the label %d, but labels are 0 to %d.",
                    spec.name(), highest, spec.classes() - 1);
        }
        return spec.classes();
    }

    private void report(DatasetSpec spec, String step) {
        String message = spec.name() + ": " + step;
        context.setJobDescription(message);
        progress.progress(message);
    }
}
