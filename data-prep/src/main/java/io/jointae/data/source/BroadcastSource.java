package io.jointae.data.source;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.spark.broadcast.Broadcast;

/** A file that only the driver can see, such as a download on its disk: the bytes travel to the executors as stored. */
public record BroadcastSource(String name, Broadcast<byte[]> bytes) implements ByteSource {

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes.value());
    }
}
