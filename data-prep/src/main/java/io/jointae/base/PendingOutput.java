package io.jointae.base;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file or folder that appears under its name complete or not at all: written aside, in a hidden
 * sibling, and renamed by {@link #commit}. Closing without a commit deletes what was written.
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
    private final Path aside;
    private boolean committed;

    private PendingOutput(FileSystem fileSystem, Path target) {
        this.fileSystem = fileSystem;
        this.target = target;
        this.aside = sibling("pending");
    }

    /**
     * @param target any Hadoop path; its parent is made where it is missing
     * @param overwrite whether an existing target may be replaced; it stays until the new one is complete
     * @throws InvalidInputException if the target exists and {@code overwrite} is false
     */
    public static PendingOutput create(Configuration conf, String target, boolean overwrite) throws IOException {
        Path given = new Path(target);
        FileSystem fileSystem = given.getFileSystem(conf);
        Path qualified = fileSystem.makeQualified(given);
        if (!overwrite) {
            refuseExisting(conf, target);
        }
        fileSystem.mkdirs(qualified.getParent());
        return new PendingOutput(fileSystem, qualified);
    }

    /** Fails early where {@link #create} would fail late. */
    public static void refuseExisting(Configuration conf, String target) throws IOException {
        Path path = new Path(target);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (fileSystem.exists(path) && !RunMarker.isOnlyAFailure(fileSystem, path)) {
            throw InvalidInputException.of("%s exists: choose another path or add --overwrite", target);
        }
    }

    /** Where to write until {@link #commit}; does not exist yet. */
    public Path path() {
        return aside;
    }

    /** The name under which the output appears. */
    public Path target() {
        return target;
    }

    /** Makes what was written appear under its name. */
    public void commit() throws IOException {
        Path replaced = null;
        if (fileSystem.exists(target)) {
            replaced = sibling("replaced");
            rename(target, replaced);
        }
        rename(aside, target);
        committed = true;
        if (replaced != null) {
            fileSystem.delete(replaced, true);
        }
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            fileSystem.delete(aside, true);
        }
    }

    private Path sibling(String role) {
        return new Path(target.getParent(), "." + target.getName() + "." + role + "-" + UUID.randomUUID());
    }

    private void rename(Path from, Path to) throws IOException {
        if (!fileSystem.rename(from, to)) {
            throw new IOException("could not rename " + from + " to " + to);
        }
    }
}
