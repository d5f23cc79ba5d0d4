package io.jointae.train.averaging;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.nd4j.common.loader.Source;

/**
 * A stored {@code DataSet} as DL4J's loaders read it.
 *
 * @param path the file, as any Hadoop path
 * @param conf the Hadoop configuration that finds its file system
 */
record StoredDataSet(String path, SerializableConfiguration conf) implements Source {

    @Override
    public InputStream getInputStream() throws IOException {
        Path file = new Path(path);
        return file.getFileSystem(conf.value()).open(file);
    }

    @Override
    public String getPath() {
        return path;
    }
}
