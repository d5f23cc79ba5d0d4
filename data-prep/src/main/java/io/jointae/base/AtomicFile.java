package io.jointae.base;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Writes a file that appears under its name only when it is complete, and replaces an older one in one step. File systems
 * with atomic renames get a hidden temporary file first. An object store shows an object only when all of it was sent, so
 * that the file is sent once, under its own name.
 */
public final class AtomicFile {

    /** A file that was replaced while it was read is read again, up to this number of times in all. */
    private static final int MOST_READS = 20;

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
            send(fileSystem, path, bytes);
            return;
        }
        Path target = fileSystem.makeQualified(path);
        Path temporary = new Path(target.getParent(), "." + target.getName() + ".pending-" + UUID.randomUUID());
        fileSystem.mkdirs(target.getParent());
        boolean renamed = false;
        try {
            try (OutputStream out = fileSystem.create(temporary, true)) {
                bytes.writeTo(out);
            }
            rename(conf, fileSystem, temporary, target);
            renamed = true;
        } finally {
            if (!renamed) {
                fileSystem.delete(temporary, false);
            }
        }
    }

    /**
     * Reads a file that another run may replace at the same time, and returns the old content or the new one.
     *
     * @param most the largest number of bytes to read; a longer file gives one byte more
     */
    public static byte[] read(FileSystem fileSystem, Path file, int most) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (InputStream in = fileSystem.open(file)) {
                return in.readNBytes(most + 1);
            } catch (IOException e) {
                if (attempt == MOST_READS || !saysThatTheFileWasReplaced(e)) {
                    throw e;
                }
            }
        }
    }

    /** Hadoop's S3 client, whose classes are not part of Spark, compares the object that it reads with the one it opened. */
    private static boolean saysThatTheFileWasReplaced(IOException failure) {
        return failure.getClass().getSimpleName().equals("RemoteFileChangedException");
    }

    /** Sends an object. If this fails, the stream is not closed, because that would send the part that was written. */
    private static void send(FileSystem fileSystem, Path file, ByteArrayOutputStream bytes) throws IOException {
        FSDataOutputStream out = fileSystem.create(file, true);
        try {
            bytes.writeTo(out);
        } catch (IOException e) {
            if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
                out.abort();
            }
            throw e;
        }
        out.close();
    }

    private static void rename(Configuration conf, FileSystem fileSystem, Path from, Path to) throws IOException {
        if (!fileSystem.exists(to)) {
            if (!fileSystem.rename(from, to)) {
                throw new IOException("The file system did not rename " + from + " to " + to);
            }
        } else if (fileSystem.getUri().getScheme().equals("file")) {
            replaceLocalFile(from, to);
        } else {
            FileContext.getFileContext(fileSystem.getUri(), conf).rename(from, to, Rename.OVERWRITE);
        }
    }

    /**
     * Replaces a file of this machine in one step, as POSIX does, and then its file of checksums. Hadoop 3.3 renames in the
     * same way, Hadoop 3.5 refuses it.
     */
    private static void replaceLocalFile(Path from, Path to) throws IOException {
        Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
        java.nio.file.Path checksums = local(checksums(from));
        if (Files.exists(checksums)) {
            Files.move(checksums, local(checksums(to)), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(local(checksums(to)));
        }
    }

    private static Path checksums(Path file) {
        return new Path(file.getParent(), "." + file.getName() + ".crc");
    }

    private static java.nio.file.Path local(Path file) {
        return java.nio.file.Path.of(file.toUri().getPath());
    }
}
