package io.jointae.data.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.GZIPInputStream;

/** A file that any Spark task can open. */
public interface ByteSource extends Serializable {

    /** Returns the name of the file, for error messages. */
    String name();

    /** Opens the stored bytes at the start; skipping bytes is cheap. */
    InputStream open() throws IOException;

    /** Opens the bytes, and decompresses them if the first two bytes are those of gzip. */
    default InputStream openUnpacked() throws IOException {
        if (!gzipped()) {
            return open();
        }
        int buffer = 1 << 16;
        return new BufferedInputStream(new GZIPInputStream(open(), buffer), buffer);
    }

    /** Returns whether the first two bytes are those of gzip. */
    default boolean gzipped() throws IOException {
        try (InputStream in = open()) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }
}
