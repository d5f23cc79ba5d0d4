package io.jointae.base;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
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

    private static final String REPLACED = "replaced";

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
        restoreReplaced(fileSystem, qualified);
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
        restoreReplaced(fileSystem, fileSystem.makeQualified(path));
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

    /**
     * Renames the temporary output to its target, and deletes the output that it replaces. If the file system fails, the
     * old output stays under its name or gets it back.
     *
     * @throws IOException if the file system fails; if even the old output could not get its name back, the message says
     *     where both outputs are
     */
    public void commit() throws IOException {
        if (!fileSystem.exists(target)) {
            rename(temporary, target);
            committed = true;
            return;
        }
        Path replaced = sibling(REPLACED);
        rename(target, replaced);
        try {
            rename(temporary, target);
            committed = true;
        } catch (IOException e) {
            restore(replaced, e);
            throw e;
        }
        fileSystem.delete(replaced, true);
    }

    private void restore(Path replaced, IOException failure) throws IOException {
        try {
            rename(replaced, target);
        } catch (IOException e) {
            // Both outputs are complete, so that neither may be deleted.
            committed = true;
            e.addSuppressed(failure);
            throw new IOException(
                    "The file system failed while it replaced " + target + ": the old output is now in " + replaced
                            + ", and the complete new output is in " + temporary + ". Rename one of them to " + target
                            + ".",
                    e);
        }
    }

    /**
     * Gives an output its name back if a process was killed while it replaced the output, after the first of the two
     * renames of {@link #commit}.
     */
    private static void restoreReplaced(FileSystem fileSystem, Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null || fileSystem.exists(target) || !fileSystem.exists(parent)) {
            return;
        }
        String prefix = "." + target.getName() + "." + REPLACED + "-";
        FileStatus[] replaced =
                fileSystem.listStatus(parent, path -> path.getName().startsWith(prefix));
        if (replaced.length > 0) {
            FileStatus newest =
                    Collections.max(Arrays.asList(replaced), Comparator.comparing(FileStatus::getModificationTime));
            fileSystem.rename(newest.getPath(), target);
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
