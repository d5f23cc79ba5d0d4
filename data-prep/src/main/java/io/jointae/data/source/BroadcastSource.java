package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.spark.broadcast.Broadcast;

/**
 * A file that only the driver can read, such as a download on its disk; its stored bytes are broadcast to the executors.
 *
 * @param name the name of the file, for error messages
 * @param bytes the stored bytes
 */
@DefaultSerializer(JavaSerializer.class)
public record BroadcastSource(String name, Broadcast<byte[]> bytes) implements ByteSource {

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes.value());
    }
}
