package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Reads entries of a zip in memory as streams; no entry is written to a file. */
public final class OfficialZip {

    /** The highest compression ratio. Deflate reaches at most 1032, and text of zeros about 240. */
    private static final long HIGHEST_RATIO = 1000;

    private static final int BUFFER = 1 << 16;

    private OfficialZip() {}

    /**
     * An entry that passed the checks.
     *
     * @param path the path in the zip
     * @param bytes the size after decompression
     */
    @DefaultSerializer(JavaSerializer.class)
    public record Entry(String path, long bytes) implements Serializable {}

    /**
     * Returns the files in a zip after checks that need no decompression.
     *
     * @param name the name of the zip, for error messages
     * @throws InvalidInputException if the zip is incomplete, if a path leaves its folder, or if the size of an entry is
     *     more than a thousand times its compressed size
     */
    public static List<Entry> entries(String name, byte[] zip) {
        try (ZipFile file = open(name, zip)) {
            return Collections.list(file.getEntries()).stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> checked(name, entry))
                    .toList();
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidInputException(
                    name + " is not a complete zip: " + e.getMessage() + "; download the file again.", e);
        }
    }

    private static Entry checked(String name, ZipArchiveEntry entry) {
        String path = entry.getName();
        if (path.startsWith("/")
                || path.contains("\\")
                || path.contains(":")
                || List.of(path.split("/")).contains("..")) {
            throw InvalidInputException.of(
                    "%s has an entry '%s' that leaves its folder: use the original archive.", name, path);
        }
        long compressed = Math.max(1, entry.getCompressedSize());
        if (entry.getSize() < 0 || entry.getSize() / compressed > HIGHEST_RATIO) {
            throw InvalidInputException.of(
                    "%s has an entry %s that expands from %d to %d bytes: use the original archive.",
                    name, path, entry.getCompressedSize(), entry.getSize());
        }
        return new Entry(path, entry.getSize());
    }

    /** Opens the decompressed bytes of an entry; closing the stream closes the zip. */
    public static InputStream open(BroadcastSource zip, Entry selected) throws IOException {
        ZipFile file = open(zip.name(), zip.bytes().value());
        ZipArchiveEntry entry = file.getEntry(selected.path());
        if (entry.getMethod() != ZipMethod.DEFLATED.getCode()) {
            file.close();
            throw InvalidInputException.of(
                    "%s has an entry %s that is not compressed by deflate: use the original archive.",
                    zip.name(), selected.path());
        }
        return new Inflated(file, file.getRawInputStream(entry));
    }

    @SuppressWarnings(
            "deprecation") // The builder that replaces the constructor does not exist in the library of Spark 3.5.
    private static ZipFile open(String name, byte[] zip) throws IOException {
        return new ZipFile(new SeekableInMemoryByteChannel(zip), name, "UTF8", true);
    }

    /** Keeps a reference to its zip, which would be closed as garbage without one, and has a larger buffer than the default. */
    private static final class Inflated extends InflaterInputStream {
        private final ZipFile zip;

        private Inflated(ZipFile zip, InputStream raw) {
            super(raw, new Inflater(true), BUFFER);
            this.zip = zip;
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
            zip.close();
        }
    }
}
