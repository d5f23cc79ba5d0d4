package io.jointae.base;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file or folder that appears under its name only when it is complete. The caller writes to a hidden temporary path in
 * the same folder, and {@link #commit} renames it. {@link #close} without a commit deletes the temporary output.
 *
 * <pre>{@code
 * try (PendingOutput out = PendingOutput.create(conf, "hdfs:///models/a", false)) {
 *     write(out.path());
 *     out.commit();
 * }
 * }</pre>
 */
public final class PendingOutput implements AutoCloseable {

    private final FileSystem fileSystem;
    private final Path target;
    private final Path temporary;
    private boolean committed;

    private PendingOutput(FileSystem fileSystem, Path target) {
        this.fileSystem = fileSystem;
        this.target = target;
        this.temporary = sibling("pending");
    }

    /**
     * Returns a pending output and creates the parent folder of its target.
     *
     * @param target any Hadoop path
     * @param overwrite whether to replace an existing target; the existing one stays until the new one is complete
     * @throws InvalidInputException if the target exists and {@code overwrite} is false
     */
    public static PendingOutput create(Configuration conf, String target, boolean overwrite) throws IOException {
        Path path = new Path(target);
        FileSystem fileSystem = path.getFileSystem(conf);
        Path qualified = fileSystem.makeQualified(path);
        if (!overwrite) {
            refuseExisting(conf, target);
        }
        fileSystem.mkdirs(qualified.getParent());
        return new PendingOutput(fileSystem, qualified);
    }

    /**
     * Checks that a target does not exist yet, so that a job can fail before it starts. The marker of a failed run does
     * not count as existing output.
     *
     * @throws InvalidInputException if the target exists
     */
    public static void refuseExisting(Configuration conf, String target) throws IOException {
        Path path = new Path(target);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (fileSystem.exists(path) && !RunMarker.holdsOnlyAFailure(fileSystem, path)) {
            throw InvalidInputException.of(
                    "%s exists: choose another path or set %s.", target, FieldName.of("overwrite"));
        }
    }

    /** Returns the temporary path to write to before {@link #commit}; it does not exist yet. */
    public Path path() {
        return temporary;
    }

    /** Returns the path of the complete output. */
    public Path target() {
        return target;
    }

    /** Renames the temporary output to its target, and deletes the output that it replaces. */
    public void commit() throws IOException {
        Path replaced = null;
        if (fileSystem.exists(target)) {
            replaced = sibling("replaced");
            rename(target, replaced);
        }
        rename(temporary, target);
        committed = true;
        if (replaced != null) {
            fileSystem.delete(replaced, true);
        }
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            fileSystem.delete(temporary, true);
        }
    }

    private Path sibling(String role) {
        return new Path(target.getParent(), "." + target.getName() + "." + role + "-" + UUID.randomUUID());
    }

    private void rename(Path from, Path to) throws IOException {
        if (!fileSystem.rename(from, to)) {
            throw new IOException("The file system did not rename " + from + " to " + to);
        }
    }
}
