package io.jointae.base;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A pending output on a file system with atomic renames: a hidden folder next to the target, which a commit renames. */
final class RenamedOutput extends PendingOutput {

    private static final String REPLACED = "replaced";

    private final FileSystem fileSystem;
    private final Path target;
    private final Path temporary;
    /** The parent folders that did not exist before, the deepest one first. */
    private final List<Path> createdFolders;

    private boolean committed;

    private RenamedOutput(FileSystem fileSystem, Path target, List<Path> createdFolders) {
        this.fileSystem = fileSystem;
        this.target = target;
        this.createdFolders = createdFolders;
        this.temporary = sibling("pending");
    }

    static RenamedOutput create(FileSystem fileSystem, Path target) throws IOException {
        restoreReplaced(fileSystem, target);
        List<Path> missing = missingFolders(fileSystem, target.getParent());
        fileSystem.mkdirs(target.getParent());
        RenamedOutput output = new RenamedOutput(fileSystem, target, missing);
        output.requireRightToWrite();
        return output;
    }

    /** Creates the folder and deletes it again, because Spark's tasks would fail and be logged without the right. */
    private void requireRightToWrite() throws IOException {
        if (!fileSystem.mkdirs(temporary)) {
            throw new IOException("Mkdirs failed to create " + temporary);
        }
        fileSystem.delete(temporary, false);
    }

    /** Returns the folders on the way to a folder that do not exist, the deepest one first. */
    private static List<Path> missingFolders(FileSystem fileSystem, Path folder) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path each = folder; each != null && !fileSystem.exists(each); each = each.getParent()) {
            missing.add(each);
        }
        return missing;
    }

    /**
     * Gives an output its name back if a process was killed while it replaced the output, after the first of the two
     * renames of {@link #commit}.
     */
    static void restoreReplaced(FileSystem fileSystem, Path target) throws IOException {
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
            rename(fileSystem, newest.getPath(), target);
        }
    }

    @Override
    public Path path() {
        return temporary;
    }

    @Override
    public Path target() {
        return target;
    }

    @Override
    public void commit() throws IOException {
        if (!fileSystem.exists(target)) {
            rename(fileSystem, temporary, target);
            committed = true;
            return;
        }
        Path replaced = sibling(REPLACED);
        rename(fileSystem, target, replaced);
        try {
            rename(fileSystem, temporary, target);
            committed = true;
        } catch (IOException e) {
            restore(replaced, e);
            throw e;
        }
        fileSystem.delete(replaced, true);
    }

    private void restore(Path replaced, IOException failure) throws IOException {
        try {
            rename(fileSystem, replaced, target);
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

    @Override
    public void close() throws IOException {
        if (!committed) {
            fileSystem.delete(temporary, true);
            deleteEmptyFolders();
        }
    }

    /** Deletes the parent folders that were created for this output, unless something else is in them by now. */
    private void deleteEmptyFolders() throws IOException {
        for (Path folder : createdFolders) {
            if (!fileSystem.exists(folder) || fileSystem.listStatus(folder).length > 0) {
                return;
            }
            fileSystem.delete(folder, false);
        }
    }

    private Path sibling(String role) {
        return new Path(target.getParent(), "." + target.getName() + "." + role + "-" + UUID.randomUUID());
    }

    private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
        if (!fileSystem.rename(from, to)) {
            throw new IOException("The file system did not rename " + from + " to " + to);
        }
    }
}
