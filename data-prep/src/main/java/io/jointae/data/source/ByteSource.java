package io.jointae.data.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.GZIPInputStream;

/** Bytes that any task can open. */
public interface ByteSource extends Serializable {

    /** Name of the file, for messages. */
    String name();

    /** The stored bytes from the first; {@code skip} is cheap. */
    InputStream open() throws IOException;

    /** The bytes, unpacked where the file is gzipped, which its first two bytes tell. */
    default InputStream openUnpacked() throws IOException {
        if (!gzipped()) {
            return open();
        }
        int buffer = 1 << 16;
        return new BufferedInputStream(new GZIPInputStream(open(), buffer), buffer);
    }

    /** Whether the file starts as gzip does. */
    default boolean gzipped() throws IOException {
        try (InputStream in = open()) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }
}
