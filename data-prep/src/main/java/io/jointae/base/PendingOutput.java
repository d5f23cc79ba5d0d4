package io.jointae.base;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that counts as written only when it is complete. The caller writes to {@link #path()}, a folder that readers do
 * not see, and {@link #commit} makes the new contents visible. {@link #close} without a commit deletes them.
 *
 * <pre>{@code
 * try (PendingOutput out = PendingOutput.create(conf, "hdfs:///models/a", false)) {
 *     write(out.path());
 *     out.commit();
 * }
 * }</pre>
 *
 * <p>On file systems with atomic renames, {@code path()} is a hidden sibling of the target and a commit renames it. On
 * object stores it is a folder of the attempt inside the target, nothing is renamed, and a commit writes a marker that
 * lists the files of the attempt; {@link CommittedFolder} finds them. {@link AtomicFile} writes single files.
 */
public abstract class PendingOutput implements AutoCloseable {

    /** Only the two ways of writing in this package extend this class. */
    PendingOutput() {}

    /**
     * Returns a pending output and creates the parent folder of its target.
     *
     * @param target any Hadoop path
     * @param overwrite whether to replace an existing target; the existing one stays until the new one is complete
     * @throws InvalidInputException if the target exists and {@code overwrite} is false, or if another run is writing the
     *     same target on an object store
     */
    public static PendingOutput create(Configuration conf, String target, boolean overwrite) throws IOException {
        if (!overwrite) {
            refuseExisting(conf, target);
        }
        Path path = new Path(target);
        FileSystem fileSystem = path.getFileSystem(conf);
        Path qualified = fileSystem.makeQualified(path);
        return AtomicRename.isOfferedBy(fileSystem)
                ? RenamedOutput.create(fileSystem, qualified)
                : InPlaceOutput.create(conf, fileSystem, qualified);
    }

    /**
     * Checks that a target does not exist yet, so that a job can fail before it starts.
     *
     * @throws InvalidInputException if the target exists, as {@link #exists} says
     */
    public static void refuseExisting(Configuration conf, String target) throws IOException {
        if (exists(conf, target)) {
            throw InvalidInputException.of(
                    "%s exists: choose another path or set %s.", target, FieldName.of("overwrite"));
        }
    }

    /**
     * Returns whether a target exists. The marker of a failed run and the files of runs that were killed on an object store
     * do not count.
     */
    public static boolean exists(Configuration conf, String target) throws IOException {
        Path path = new Path(target);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (AtomicRename.isOfferedBy(fileSystem)) {
            RenamedOutput.restoreReplaced(fileSystem, fileSystem.makeQualified(path));
        }
        if (!fileSystem.exists(path)) {
            return false;
        }
        if (!fileSystem.getFileStatus(path).isDirectory()) {
            return true;
        }
        FileStatus[] children = fileSystem.listStatus(path);
        for (FileStatus child : children) {
            if (!Lease.isFileOfLease(child.getPath())
                    && !CommittedFolder.isAttempt(child)
                    && !RunMarker.isOfFailure(fileSystem, child)) {
                return true;
            }
        }
        // An object store has no empty folders of its own: such an object is left from deleted files.
        return children.length == 0 && AtomicRename.isOfferedBy(fileSystem);
    }

    /** Returns the folder to write to before {@link #commit}; it does not exist yet. */
    public abstract Path path();

    /** Returns the path of the complete output. */
    public abstract Path target();

    /**
     * Makes the new output visible under its name, and deletes the output that it replaces.
     *
     * @throws IOException if the file system fails; the old output then stays under its name or gets it back, and if not
     *     even that is possible, the message says where both outputs are
     */
    public abstract void commit() throws IOException;

    /** Deletes an output that was not committed. */
    @Override
    public abstract void close() throws IOException;
}
