package io.jointae.base;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/**
 * Writes a file that appears under its name only when it is complete, and replaces an older one in one step. File systems
 * with atomic renames get a hidden temporary file first. An object store shows an object only when all of it was sent, so
 * that the file is sent once, under its own name.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes the content of a file to a stream, which stays open. */
    public interface Content {
        /** Writes the whole content. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, and creates its folder.
     *
     * @param file any Hadoop path
     * @param overwrite whether to replace an existing file; the old one stays until the new one is complete
     * @param content the content of the file, which has to fit into memory
     * @throws InvalidInputException if the file exists and {@code overwrite} is false
     */
    public static void write(Configuration conf, String file, boolean overwrite, Content content) throws IOException {
        if (!overwrite) {
            PendingOutput.refuseExisting(conf, file);
        }
        Path path = new Path(file);
        FileSystem fileSystem = path.getFileSystem(conf);
        // All of the content is there before a byte of it is sent: if it cannot be made, there is no file.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(bytes);
        if (!AtomicRename.isOfferedBy(fileSystem)) {
            put(fileSystem, path, bytes);
            return;
        }
        Path target = fileSystem.makeQualified(path);
        Path temporary = new Path(target.getParent(), "." + target.getName() + ".pending-" + UUID.randomUUID());
        fileSystem.mkdirs(target.getParent());
        boolean renamed = false;
        try {
            put(fileSystem, temporary, bytes);
            rename(conf, fileSystem, temporary, target);
            renamed = true;
        } finally {
            if (!renamed) {
                fileSystem.delete(temporary, false);
            }
        }
    }

    private static void put(FileSystem fileSystem, Path file, ByteArrayOutputStream bytes) throws IOException {
        try (OutputStream out = fileSystem.create(file, true)) {
            bytes.writeTo(out);
        }
    }

    private static void rename(Configuration conf, FileSystem fileSystem, Path from, Path to) throws IOException {
        if (!fileSystem.exists(to) || fileSystem.getUri().getScheme().equals("file")) {
            // POSIX replaces an existing file in one step.
            if (!fileSystem.rename(from, to)) {
                throw new IOException("The file system did not rename " + from + " to " + to);
            }
        } else {
            FileContext.getFileContext(fileSystem.getUri(), conf).rename(from, to, Rename.OVERWRITE);
        }
    }
}
