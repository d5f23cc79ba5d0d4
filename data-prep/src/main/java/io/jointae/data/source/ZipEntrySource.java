package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.IOException;
import java.io.InputStream;

/**
 * An entry of a zip that is broadcast to the executors.
 *
 * @param zip the zip
 * @param entry the entry of the zip
 */
@DefaultSerializer(JavaSerializer.class)
public record ZipEntrySource(BroadcastSource zip, OfficialZip.Entry entry) implements ByteSource {

    @Override
    public String name() {
        return zip.name() + ": " + entry.path();
    }

    @Override
    public InputStream open() throws IOException {
        return OfficialZip.open(zip, entry);
    }
}
