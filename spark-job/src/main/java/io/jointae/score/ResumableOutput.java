package io.jointae.score;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.PendingOutput;
import io.jointae.data.InputErrors;
import io.jointae.model.ModelDirectory;
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
 * {@code OUTPUT.run}, where an output grows: {@code tree/} holds the complete partitions, each renamed into
 * place when all of it was written, {@code open/} what is being written, {@code request.json} what for. When
 * everything is there, {@code tree} becomes the output.
 */
final class ResumableOutput {

    private static final String TREE = "tree";
    private static final String OPEN = "open";
    private static final String BAD = "bad";
    private static final String REQUEST = "request.json";

    /** All that determines the features: a run with other values cannot go on from here. */
    private record Made(
            String model,
            List<String> inputs,
            String column,
            int layer,
            boolean reconstruction,
            boolean reconstructionError,
            boolean skipBad) {}

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

    /** @throws InvalidInputException if an interrupted run is there and it was not said what to do with it */
    static void refuseLeftOver(Configuration conf, ScoreRequest request) throws IOException {
        Path root = new Path(request.workshop());
        if (!request.resume() && root.getFileSystem(conf).exists(root)) {
            throw InvalidInputException.of(
                    "%s is left of an interrupted run: add --resume to go on, or --overwrite to start again", root);
        }
    }

    /** Empty, or as an interrupted run of the same request left it. */
    static ResumableOutput open(
            Configuration conf, ScoreRequest request, ModelDirectory model, int layer, String column)
            throws IOException {
        Path given = new Path(request.workshop());
        FileSystem fileSystem = given.getFileSystem(conf);
        Path root = fileSystem.makeQualified(given);
        ResumableOutput workshop = new ResumableOutput(request, conf, fileSystem, root);
        Made made = new Made(
                model.card().parameters(),
                request.inputs(),
                column,
                layer,
                request.reconstruction(),
                request.reconstructionError(),
                request.skipBad());
        Path file = new Path(root, REQUEST);
        if (request.resume() && fileSystem.exists(file)) {
            if (!Json.read(conf, file, Made.class).equals(made)) {
                throw InvalidInputException.of(
                        "--resume: %s was made for another model, input or option; --overwrite starts again", root);
            }
            fileSystem.delete(new Path(root, OPEN), true);
            fileSystem.delete(workshop.bad(), true);
        } else {
            fileSystem.delete(root, true);
            fileSystem.mkdirs(root);
            Json.write(fileSystem, file, made);
        }
        return workshop;
    }

    Path tree() {
        return new Path(root, TREE);
    }

    Path bad() {
        return new Path(root, BAD);
    }

    /** The partitions that are not complete. */
    <T> SortedMap<String, T> missing(SortedMap<String, T> partitions) throws IOException {
        SortedMap<String, T> missing = new TreeMap<>();
        for (var partition : partitions.entrySet()) {
            if (!fileSystem.exists(place(partition.getKey()))) {
                missing.put(partition.getKey(), partition.getValue());
            }
        }
        return missing;
    }

    /** How many rows the complete partitions have. */
    long rows(SparkSession spark) throws IOException {
        return fileSystem.exists(tree())
                ? spark.read().parquet(tree().toString()).count()
                : 0;
    }

    /** Writes a partition; it is in place when all of it is there, and not at all after a mistake. */
    void write(String name, Dataset<Row> rows, InputErrors mistakes) throws IOException {
        Path open = new Path(new Path(root, OPEN), UUID.randomUUID().toString());
        rows.write()
                .format(FeatureFormat.NAME)
                .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
                .save(open.toString());
        mistakes.throwIfAny();
        Path place = place(name);
        fileSystem.mkdirs(place.getParent());
        if (!fileSystem.rename(open, place)) {
            throw new IOException("could not rename " + open + " to " + place);
        }
    }

    private Path place(String name) {
        return name.isEmpty() ? tree() : new Path(tree(), name);
    }

    /** Puts the side table, if there is one, and then the output under their names. */
    void commit(boolean withBad) throws IOException {
        fileSystem.create(new Path(tree(), "_SUCCESS"), true).close();
        if (withBad) {
            move(bad(), request.bad());
        } else if (request.overwrite()) {
            fileSystem.delete(new Path(request.bad()), true);
        }
        move(tree(), request.output());
        fileSystem.delete(root, true);
    }

    /** After a failure: what is complete stays for {@code --resume}; where nothing is, nothing is left. */
    void leave() throws IOException {
        if (!fileSystem.exists(tree())) {
            fileSystem.delete(root, true);
        }
    }

    private void move(Path made, String target) throws IOException {
        try (PendingOutput out = PendingOutput.create(conf, target, request.overwrite())) {
            if (!fileSystem.rename(made, out.path())) {
                throw new IOException("could not rename " + made + " to " + out.path());
            }
            out.commit();
        }
    }
}
