package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A file of any size that every executor can read.
 *
 * @param file the qualified Hadoop path
 * @param conf the Hadoop configuration
 */
@DefaultSerializer(JavaSerializer.class)
public record HadoopSource(String file, SerializableConfiguration conf) implements ByteSource {

    /** Returns the source for a path, qualified with its file system. */
    public static HadoopSource of(Path file, Configuration conf) throws IOException {
        return new HadoopSource(
                file.getFileSystem(conf).makeQualified(file).toString(), new SerializableConfiguration(conf));
    }

    @Override
    public String name() {
        return path().getName();
    }

    @Override
    public InputStream open() throws IOException {
        return path().getFileSystem(conf.value()).open(path());
    }

    private Path path() {
        return new Path(file);
    }
}
