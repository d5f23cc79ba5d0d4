package io.jointae.score;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.PendingOutput;
import io.jointae.data.InputErrors;
import io.jointae.score.parquet.FeatureFormat;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The folder {@code OUTPUT.run} of an unfinished run. {@code tree/} holds the complete partitions, each renamed into
 * place after all of it was written; {@code open/} holds what is being written; {@code request.json} says which request
 * they belong to. When all partitions are complete, {@code tree/} becomes the output.
 */
final class ResumableOutput {

    private static final String TREE = "tree";
    private static final String OPEN = "open";
    private static final String BAD = "bad";
    private static final String REQUEST = "request.json";

    /**
     * Everything that determines the features, stored as {@code request.json}: a run with other values cannot continue.
     *
     * @param model the hash of the model's parameters
     * @param inputs the paths that are read
     * @param column the column of input vectors
     * @param layer the layer whose code is written, counted from 1
     * @param reconstruction whether each row's reconstruction is written
     * @param reconstructionError whether the cost of each row's reconstruction is written
     * @param skipBad whether invalid rows go to the side table
     */
    record RunFingerprint(
            String model,
            List<String> inputs,
            String column,
            int layer,
            boolean reconstruction,
            boolean reconstructionError,
            boolean skipBad) {

        static RunFingerprint of(ScoringPlan plan) {
            return new RunFingerprint(
                    plan.model().card().parameters(),
                    plan.request().inputs(),
                    plan.vector().name(),
                    plan.outputs().layer(),
                    plan.outputs().reconstruction(),
                    plan.outputs().error(),
                    plan.request().skipsInvalidRows());
        }
    }

    private final ScoreRequest request;
    private final Configuration conf;
    private final FileSystem fileSystem;
    private final Path root;

    private ResumableOutput(ScoreRequest request, Configuration conf, FileSystem fileSystem, Path root) {
        this.request = request;
        this.conf = conf;
        this.fileSystem = fileSystem;
        this.root = root;
    }

    /**
     * Refuses to run if the folder of an interrupted run exists.
     *
     * @throws InvalidInputException if an interrupted run exists and the request does not resume it
     */
    static void refuseInterruptedRun(Configuration conf, ScoreRequest request) throws IOException {
        Path root = new Path(request.runFolder());
        if (request.existing() != ExistingOutput.RESUME
                && root.getFileSystem(conf).exists(root)) {
            throw InvalidInputException.of(
                    "%s is left from an interrupted run: set %s to continue it, or %s to start again.",
                    root, FieldName.of("resume"), FieldName.of("overwrite"));
        }
    }

    /**
     * Opens the folder: empty, or with the complete partitions of an interrupted run that is resumed.
     *
     * @throws InvalidInputException if the interrupted run belongs to another request
     */
    static ResumableOutput open(Configuration conf, ScoringPlan plan) throws IOException {
        return open(conf, plan.request(), RunFingerprint.of(plan));
    }

    static ResumableOutput open(Configuration conf, ScoreRequest request, RunFingerprint fingerprint)
            throws IOException {
        Path folder = new Path(request.runFolder());
        FileSystem fileSystem = folder.getFileSystem(conf);
        Path root = fileSystem.makeQualified(folder);
        ResumableOutput output = new ResumableOutput(request, conf, fileSystem, root);
        Path file = new Path(root, REQUEST);
        if (request.existing() == ExistingOutput.RESUME && fileSystem.exists(file)) {
            if (!Json.read(conf, file, RunFingerprint.class).equals(fingerprint)) {
                throw InvalidInputException.of(
                        "%s is left from a run with another model, input or option: set %s instead of %s to start"
                                + " again.",
                        root, FieldName.of("overwrite"), FieldName.of("resume"));
            }
            fileSystem.delete(new Path(root, OPEN), true);
            fileSystem.delete(output.bad(), true);
        } else {
            fileSystem.delete(root, true);
            fileSystem.mkdirs(root);
            Json.write(fileSystem, file, fingerprint);
        }
        return output;
    }

    /** Returns the folder of the complete partitions. */
    Path tree() {
        return new Path(root, TREE);
    }

    /** Returns the folder of the side table of invalid rows. */
    Path bad() {
        return new Path(root, BAD);
    }

    /** Returns the partitions that are not complete. */
    <T> SortedMap<String, T> missing(SortedMap<String, T> partitions) throws IOException {
        SortedMap<String, T> missing = new TreeMap<>();
        for (var partition : partitions.entrySet()) {
            if (!fileSystem.exists(folder(partition.getKey()))) {
                missing.put(partition.getKey(), partition.getValue());
            }
        }
        return missing;
    }

    /** Returns how many rows the complete partitions have. */
    long rows(SparkSession spark) throws IOException {
        return fileSystem.exists(tree())
                ? spark.read().parquet(tree().toString()).count()
                : 0;
    }

    /** Writes a partition. It appears in its place after all of it was written, and not at all after an error. */
    void write(String name, Dataset<Row> rows, InputErrors errors) throws IOException {
        Path open = new Path(new Path(root, OPEN), UUID.randomUUID().toString());
        rows.write()
                .format(FeatureFormat.NAME)
                .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
                .save(open.toString());
        errors.throwIfAny();
        Path folder = folder(name);
        fileSystem.mkdirs(folder.getParent());
        if (!fileSystem.rename(open, folder)) {
            throw new IOException("could not rename " + open + " to " + folder);
        }
    }

    private Path folder(String partition) {
        return partition.isEmpty() ? tree() : new Path(tree(), partition);
    }

    /** Moves the side table, if there is one, and then the output to their names. */
    void commit(boolean withInvalidRows) throws IOException {
        fileSystem.create(new Path(tree(), "_SUCCESS"), true).close();
        boolean overwrite = request.existing() == ExistingOutput.OVERWRITE;
        if (withInvalidRows) {
            move(bad(), request.badOutput(), overwrite);
        } else if (overwrite) {
            fileSystem.delete(new Path(request.badOutput()), true);
        }
        move(tree(), request.output(), overwrite);
        fileSystem.delete(root, true);
    }

    /** Keeps the complete partitions for a later run after a failure; without any, the folder is deleted. */
    void leave() throws IOException {
        if (!fileSystem.exists(tree())) {
            fileSystem.delete(root, true);
        }
    }

    private void move(Path source, String target, boolean overwrite) throws IOException {
        try (PendingOutput out = PendingOutput.create(conf, target, overwrite)) {
            if (!fileSystem.rename(source, out.path())) {
                throw new IOException("could not rename " + source + " to " + out.path());
            }
            out.commit();
        }
    }
}
