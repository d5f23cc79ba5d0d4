package io.jointae.score;

import io.jointae.base.AtomicFile;
import io.jointae.base.AtomicRename;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.Lease;
import io.jointae.base.LeaseRequest;
import io.jointae.base.PendingOutput;
import io.jointae.data.InputErrors;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The output of a run that may be interrupted. The folder {@code OUTPUT.run} says which request the run belongs to and
 * which partitions are complete; a lease keeps other runs away from it. The output becomes visible when all partitions
 * are complete.
 */
abstract class ResumableOutput implements AutoCloseable {

    private static final String REQUEST = "request.json";

    /** The request in a complete output, under a name that readers of the table ignore. */
    static final String WRITTEN_REQUEST = "_REQUEST.json";

    private static final LeaseRequest LEASE =
            new LeaseRequest("run of score", "choose another output", FieldName.of("output"));

    /**
     * Everything that determines the features, stored as {@code request.json}: a run with other values cannot continue.
     *
     * @param model the hash of the model's parameters, followed by the engine if it is not ND4J, and by the precision
     *     if it is not single
     * @param inputs the paths that are read
     * @param column the column of input vectors, followed by the options by which the input is read if they are not the
     *     defaults
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
                    model(plan),
                    plan.request().inputs(),
                    plan.vector().name() + plan.request().input().suffix(),
                    plan.outputs().layer(),
                    plan.outputs().reconstruction(),
                    plan.outputs().error(),
                    plan.request().skipsInvalidRows());
        }

        private static String model(ScoringPlan plan) {
            return plan.model().card().parameters()
                    + plan.request().arithmetic().suffix();
        }
    }

    /**
     * Where an output is written.
     *
     * @param request what the run writes
     * @param conf the configuration of the file system
     * @param fileSystem the file system of the output
     * @param root the folder {@code OUTPUT.run}
     * @param lease the lease on that folder
     */
    record Place(ScoreRequest request, Configuration conf, FileSystem fileSystem, Path root, Lease lease) {}

    private final Place place;

    ResumableOutput(Place place) {
        this.place = place;
    }

    /**
     * Refuses an output that exists, and the folder of an interrupted run, if the request does not say what happens to
     * them.
     *
     * @throws InvalidInputException if the request does not resume or overwrite what exists
     */
    static void checkOutput(Configuration conf, ScoreRequest request) throws IOException {
        if (request.existing() == ExistingOutput.OVERWRITE) {
            return;
        }
        Path root = new Path(request.runFolder());
        FileSystem fileSystem = root.getFileSystem(conf);
        boolean interrupted = fileSystem.exists(root);
        // On an object store, the files of an interrupted run are at the place of the output already.
        boolean inPlace = interrupted && !AtomicRename.isOfferedBy(fileSystem);
        if (!inPlace && !isWritten(fileSystem, request)) {
            PendingOutput.refuseExisting(conf, request.output());
            if (!RenamedPartitions.isCommitting(fileSystem, root)) {
                PendingOutput.refuseExisting(conf, request.badOutput());
            }
        }
        if (interrupted && request.existing() != ExistingOutput.RESUME) {
            if (Lease.isHeld(conf, root.toString())) {
                throw InvalidInputException.of(
                        "%s is in use: another run of score writes there. Wait until that run ends, or choose another output"
                                + " (%s).",
                        root, FieldName.of("output"));
            }
            throw InvalidInputException.of(
                    "%s is left from an interrupted run: set %s to continue it, or %s to start again.",
                    root, FieldName.of("resume"), FieldName.of("overwrite"));
        }
    }

    /** Returns whether a request to be resumed finds an output that a run has written completely. */
    static boolean isWritten(FileSystem fileSystem, ScoreRequest request) throws IOException {
        Path root = new Path(request.runFolder());
        return request.existing() == ExistingOutput.RESUME
                && fileSystem.exists(new Path(request.output(), WRITTEN_REQUEST))
                && (!fileSystem.exists(root) || RenamedPartitions.isCommitted(fileSystem, root));
    }

    /**
     * Deletes what the run of a complete output left in {@code OUTPUT.run}: its driver can end between the last step and
     * its exit.
     *
     * @throws InvalidInputException if a run with another request wrote the output, or if another run holds the lease
     */
    static void releaseWritten(Configuration conf, ScoringPlan plan, LeaseRequest.Application application)
            throws IOException {
        ScoreRequest request = plan.request();
        Path root = new Path(request.runFolder());
        FileSystem fileSystem = root.getFileSystem(conf);
        Path file = new Path(request.output(), WRITTEN_REQUEST);
        if (!Json.read(conf, file, RunFingerprint.class).equals(RunFingerprint.of(plan))) {
            throw InvalidInputException.of(
                    "%s was written by a run with another model, input or option: choose another output (%s), or set %s"
                            + " instead of %s.",
                    request.output(), FieldName.of("output"), FieldName.of("overwrite"), FieldName.of("resume"));
        }
        if (fileSystem.exists(root)) {
            try (Lease lease = Lease.take(conf, root.toString(), LEASE.with(application))) {
                lease.releaseAndDeleteFolder();
            }
        }
    }

    /**
     * Opens the output: empty, or with the complete partitions of an interrupted run that is resumed.
     *
     * @throws InvalidInputException if the interrupted run belongs to another request, or if another run holds the lease
     */
    static ResumableOutput open(Configuration conf, ScoringPlan plan, LeaseRequest.Application application)
            throws IOException {
        return open(conf, plan.request(), RunFingerprint.of(plan), application);
    }

    static ResumableOutput open(
            Configuration conf, ScoreRequest request, RunFingerprint fingerprint, LeaseRequest.Application application)
            throws IOException {
        Path folder = new Path(request.runFolder());
        FileSystem fileSystem = folder.getFileSystem(conf);
        Path root = fileSystem.makeQualified(folder);
        Lease lease = Lease.take(conf, root.toString(), LEASE.with(application));
        try {
            Place place = new Place(request, conf, fileSystem, root, lease);
            ResumableOutput output =
                    AtomicRename.isOfferedBy(fileSystem) ? new RenamedPartitions(place) : new InPlacePartitions(place);
            output.prepare(fingerprint);
            return output;
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void prepare(RunFingerprint fingerprint) throws IOException {
        Path file = new Path(place.root(), REQUEST);
        if (place.request().existing() == ExistingOutput.RESUME
                && place.fileSystem().exists(file)) {
            if (!Json.read(place.conf(), file, RunFingerprint.class).equals(fingerprint)) {
                throw InvalidInputException.of(
                        "%s is left from a run with another model, input or option: set %s instead of %s to start"
                                + " again.",
                        place.root(), FieldName.of("overwrite"), FieldName.of("resume"));
            }
            resume();
        } else {
            place.lease().deleteContents();
            Json.write(place.fileSystem(), file, fingerprint);
        }
    }

    /** Writes the request into a folder that has, or will have, the complete output. */
    void writeRequest(Path output) throws IOException {
        Path request = new Path(place.root(), REQUEST);
        RunFingerprint fingerprint = Json.read(place.conf(), request, RunFingerprint.class);
        Path file = new Path(output, WRITTEN_REQUEST);
        AtomicFile.write(place.conf(), file.toString(), true, out -> out.write(Json.bytes(fingerprint)));
    }

    /** Returns the partitions that are not complete. */
    <T> SortedMap<String, T> missing(SortedMap<String, T> partitions) throws IOException {
        SortedMap<String, T> missing = new TreeMap<>();
        for (var partition : partitions.entrySet()) {
            if (!isComplete(partition.getKey())) {
                missing.put(partition.getKey(), partition.getValue());
            }
        }
        return missing;
    }

    /** Keeps the complete partitions of the interrupted run, and deletes what it left incomplete. */
    abstract void resume() throws IOException;

    /** Returns whether a partition is complete. */
    abstract boolean isComplete(String partition) throws IOException;

    /** Returns how many rows the complete partitions have. */
    abstract long rows(SparkSession spark) throws IOException;

    /** Writes a partition. It is complete after all of it was written, and not at all after an error. */
    abstract void write(String partition, Dataset<Row> rows, InputErrors errors) throws IOException;

    /** Writes the side table of invalid rows and returns the number of its rows. */
    abstract long writeInvalidRows(Dataset<Row> rows) throws IOException;

    /** Makes the side table visible, if there is one, and then the output. */
    abstract void commit(boolean withInvalidRows) throws IOException;

    /** Keeps the complete partitions for a later run after a failure; without any, everything is deleted. */
    abstract void leave() throws IOException;

    /** Releases the lease. */
    @Override
    public void close() throws IOException {
        place.lease().close();
    }
}
