package io.jointae.data;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.PendingOutput;
import io.jointae.base.ProjectVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a dataset's splits as Parquet, one file a partition, then its manifest; the folder appears under
 * its name when all is there and has been read back.
 */
public final class DatasetWriter {

    private static final Encoder<Example> EXAMPLES = Encoders.bean(Example.class);

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final ProgressListener progress;

    public DatasetWriter(SparkSession spark, ProgressListener progress) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.progress = progress;
    }

    /**
     * @param dir the dataset's own folder
     * @param splits ids dense from 0 within each; sorted by id within a partition
     * @param mistakes what the tasks that read the splits report to
     * @throws InvalidInputException if the output exists, if a task reported a mistake or if a row breaks the format
     */
    public Manifest write(
            String dir, boolean overwrite, DatasetSpec draft, Map<Split, JavaRDD<Example>> splits, InputErrors mistakes)
            throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        try (PendingOutput output = PendingOutput.create(conf, dir, overwrite)) {
            Map<Split, SplitChecksum> contents = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                if (splits.containsKey(split)) {
                    contents.put(split, write(conf, output.path(), draft, split, splits.get(split), mistakes));
                }
            }
            Manifest manifest = manifest(conf, output.path(), draft, contents);
            FileSystem fileSystem = output.path().getFileSystem(conf);
            Json.write(fileSystem, new Path(output.path(), Manifest.FILE), manifest);
            output.commit();
            return manifest;
        } finally {
            context.setJobDescription(null);
        }
    }

    private SplitChecksum write(
            Configuration conf, Path dir, DatasetSpec draft, Split split, JavaRDD<Example> rows, InputErrors mistakes)
            throws IOException {
        Path folder = new Path(dir, split.folder());
        say(draft, "writing " + split);
        spark.createDataset(rows.rdd(), EXAMPLES).write().parquet(folder.toString());
        mistakes.throwIfAny();
        nameByPosition(folder.getFileSystem(conf), folder);
        say(draft, "reading " + split + " back");
        int width = draft.shape().size();
        SplitChecksum content = spark.read()
                .schema(PreparedDataset.SCHEMA)
                .parquet(folder.toString())
                .as(EXAMPLES)
                .toJavaRDD()
                .mapPartitions(
                        part -> List.of(SplitChecksum.of(part, split, width)).iterator())
                .treeReduce(SplitChecksum::plus);
        if (content.problem() != null) {
            throw new InvalidInputException(draft.name() + ": " + content.problem());
        }
        if (!content.idsAddUp()) {
            throw new IllegalStateException(draft.name() + ": the ids of " + split + " are not dense");
        }
        return content;
    }

    /** Short, stable names instead of Spark's, which carry a random id. */
    private static void nameByPosition(FileSystem fileSystem, Path folder) throws IOException {
        FileStatus[] files =
                fileSystem.listStatus(folder, path -> path.getName().endsWith(".parquet"));
        Arrays.sort(files);
        for (int i = 0; i < files.length; i++) {
            Path named = new Path(folder, String.format("part-%05d.parquet", i));
            if (!fileSystem.rename(files[i].getPath(), named)) {
                throw new IOException("could not rename " + files[i].getPath() + " to " + named);
            }
        }
        fileSystem.delete(new Path(folder, "_SUCCESS"), false);
    }

    private Manifest manifest(Configuration conf, Path dir, DatasetSpec draft, Map<Split, SplitChecksum> contents)
            throws IOException {
        say(draft, "hashing the files");
        List<DataFile> files = DatasetFiles.hashed(context, dir, DatasetFiles.list(conf, dir));
        int classes = classes(draft, contents);
        Map<Split, Long> counts = new EnumMap<>(Split.class);
        MessageDigest hash = SplitChecksum.sha256();
        hash.update((draft.shape() + " " + classes).getBytes(StandardCharsets.UTF_8));
        contents.forEach((split, content) -> {
            counts.put(split, content.rows());
            hash.update((" " + split + " " + content.rows() + " " + content.hash()).getBytes(StandardCharsets.UTF_8));
        });
        return new Manifest(
                Manifest.FORMAT,
                draft.name(),
                draft.shape(),
                classes,
                draft.labelNames(),
                counts,
                files,
                draft.sources(),
                draft.recipe(),
                draft.choices(),
                draft.seed(),
                draft.skipped(),
                ProjectVersion.current(),
                HexFormat.of().formatHex(hash.digest()));
    }

    private static int classes(DatasetSpec draft, Map<Split, SplitChecksum> contents) {
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
        for (SplitChecksum content : contents.values()) {
            lowest = Math.min(lowest, content.lowestLabel());
            highest = Math.max(highest, content.highestLabel());
        }
        if (lowest > highest) {
            throw new InvalidInputException(draft.name() + ": no rows at all: give a source that has some");
        }
        if (highest == Example.UNLABELED) {
            return 0;
        }
        if (lowest < 0) {
            throw InvalidInputException.of(
                    "%s: some rows have labels and some have none: label all or none", draft.name());
        }
        if (draft.classes() == DatasetSpec.CLASSES_FROM_LABELS) {
            return highest + 1;
        }
        if (highest >= draft.classes()) {
            throw InvalidInputException.of(
                    "%s: label %d, but labels are 0 to %d", draft.name(), highest, draft.classes() - 1);
        }
        return draft.classes();
    }

    private void say(DatasetSpec draft, String what) {
        String line = draft.name() + ": " + what;
        context.setJobDescription(line);
        progress.say(line);
    }
}
