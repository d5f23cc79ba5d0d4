package io.jointae.data.source;

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

/** A zip held as bytes. Its entries are streamed, never unpacked whole and never written under their names. */
public final class OfficialZip {

    /** Deflate cannot do more than 1032; zeros in text come close to 240. */
    private static final long HIGHEST_RATIO = 1000;

    private static final int BUFFER = 1 << 16;

    private OfficialZip() {}

    /**
     * An entry that is fit to be read.
     *
     * @param path in the zip
     * @param bytes unpacked
     */
    public record Entry(String path, long bytes) implements Serializable {}

    /**
     * The files in a zip, after checks that need no unpacking.
     *
     * @throws InvalidInputException if it is no complete zip, if a path leaves its folder, or if an entry promises to
     *     unpack to more than a thousand times its size
     */
    public static List<Entry> entries(String name, byte[] zip) {
        try (ZipFile file = open(name, zip)) {
            return Collections.list(file.getEntries()).stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> checked(name, entry))
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidInputException(
                    name + " is not a complete zip: " + e.getMessage() + "; download it again", e);
        }
    }

    private static Entry checked(String name, ZipArchiveEntry entry) {
        String path = entry.getName();
        if (path.startsWith("/")
                || path.contains("\\")
                || path.contains(":")
                || List.of(path.split("/")).contains("..")) {
            throw InvalidInputException.of("%s: the path '%s' leaves its folder: use the original archive", name, path);
        }
        long packed = Math.max(1, entry.getCompressedSize());
        if (entry.getSize() < 0 || entry.getSize() / packed > HIGHEST_RATIO) {
            throw InvalidInputException.of(
                    "%s: %s unpacks from %d to %d bytes: use the original archive",
                    name, path, entry.getCompressedSize(), entry.getSize());
        }
        return new Entry(path, entry.getSize());
    }

    /** The unpacked bytes of an entry; closing the stream closes the zip. */
    public static InputStream open(BroadcastSource zip, Entry wanted) throws IOException {
        ZipFile file = open(zip.name(), zip.bytes().value());
        ZipArchiveEntry entry = file.getEntry(wanted.path());
        if (entry.getMethod() != ZipMethod.DEFLATED.getCode()) {
            file.close();
            throw InvalidInputException.of(
                    "%s: %s is not packed by deflate: use the original archive", zip.name(), wanted.path());
        }
        return new Inflated(file, file.getRawInputStream(entry));
    }

    private static ZipFile open(String name, byte[] zip) throws IOException {
        return new ZipFile(new SeekableInMemoryByteChannel(zip), name, "UTF8", true);
    }

    /** Holds its zip, which closes itself when nothing does; has a larger buffer than commons-compress gives. */
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
