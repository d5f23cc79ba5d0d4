package io.jointae.score;

import io.jointae.base.PendingOutput;
import io.jointae.data.InputErrors;
import io.jointae.score.parquet.FeatureFormat;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An output on a file system with atomic renames. In {@code OUTPUT.run}, {@code tree/} holds the complete partitions,
 * each renamed into place after all of it was written, and {@code open/} holds what is being written. When all partitions
 * are complete, {@code tree/} becomes the output.
 */
final class RenamedPartitions extends ResumableOutput {

    private static final String TREE = "tree";
    private static final String OPEN = "open";
    private static final String BAD = "bad";

    /** This file says that the output and the side table are complete and are being moved to their names. */
    private static final String COMMITTED = "committed";

    private final Place place;
    private final FileSystem fileSystem;
    private final Path root;
    private boolean sideTableMayExist;

    RenamedPartitions(Place place) {
        super(place);
        this.place = place;
        this.fileSystem = place.fileSystem();
        this.root = place.root();
    }

    @Override
    void resume() throws IOException {
        fileSystem.delete(new Path(root, OPEN), true);
        fileSystem.delete(bad(), true);
        sideTableMayExist = isCommitting(fileSystem, root);
    }

    /** Returns whether a run that left its folder has moved the complete output to its name. */
    static boolean isCommitted(FileSystem fileSystem, Path root) throws IOException {
        return isCommitting(fileSystem, root) && !fileSystem.exists(new Path(root, TREE));
    }

    /** Returns whether a run that left its folder was moving the side table or the output to their names, or has done so. */
    static boolean isCommitting(FileSystem fileSystem, Path root) throws IOException {
        return fileSystem.exists(new Path(root, COMMITTED));
    }

    /** Returns the folder of the complete partitions. */
    Path tree() {
        return new Path(root, TREE);
    }

    private Path bad() {
        return new Path(root, BAD);
    }

    @Override
    boolean isComplete(String partition) throws IOException {
        return fileSystem.exists(folder(partition));
    }

    @Override
    long rows(SparkSession spark) throws IOException {
        return fileSystem.exists(tree())
                ? spark.read().parquet(tree().toString()).count()
                : 0;
    }

    @Override
    void write(String partition, Dataset<Row> rows, InputErrors errors) throws IOException {
        Path open = new Path(new Path(root, OPEN), UUID.randomUUID().toString());
        rows.write()
                .format(FeatureFormat.NAME)
                .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
                .save(open.toString());
        errors.throwIfAny();
        Path folder = folder(partition);
        fileSystem.mkdirs(folder.getParent());
        if (!fileSystem.rename(open, folder)) {
            throw new IOException("could not rename " + open + " to " + folder);
        }
    }

    private Path folder(String partition) {
        return partition.isEmpty() ? tree() : new Path(tree(), partition);
    }

    @Override
    long writeInvalidRows(Dataset<Row> rows) {
        rows.write().mode("overwrite").parquet(bad().toString());
        return rows.sparkSession().read().parquet(bad().toString()).count();
    }

    @Override
    void commit(boolean withInvalidRows) throws IOException {
        ScoreRequest request = place.request();
        boolean overwrite = request.existing() == ExistingOutput.OVERWRITE;
        fileSystem.create(new Path(tree(), "_SUCCESS"), true).close();
        writeRequest(tree());
        place.lease().confirm();
        if (!overwrite) {
            // With an older output at its name, nobody could tell which one this file means.
            fileSystem.create(new Path(root, COMMITTED), true).close();
        }
        if (withInvalidRows) {
            move(bad(), request.badOutput(), overwrite || sideTableMayExist);
        } else if (overwrite || sideTableMayExist) {
            fileSystem.delete(new Path(request.badOutput()), true);
        }
        move(tree(), request.output(), overwrite);
        place.lease().releaseAndDeleteFolder();
    }

    private void move(Path source, String target, boolean overwrite) throws IOException {
        try (PendingOutput out = PendingOutput.create(place.conf(), target, overwrite)) {
            if (!fileSystem.rename(source, out.path())) {
                throw new IOException("could not rename " + source + " to " + out.path());
            }
            out.commit();
        }
    }

    @Override
    void leave() throws IOException {
        if (!fileSystem.exists(tree())) {
            place.lease().releaseAndDeleteFolder();
        }
    }
}
