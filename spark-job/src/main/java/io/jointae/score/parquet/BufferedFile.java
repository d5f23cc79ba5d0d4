package io.jointae.score.parquet;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A new file that is written in large pieces. Parquet's own {@code HadoopOutputFile} asks for a buffer of 4 KiB, so that a
 * local file system is called once per row of 1,000 floats.
 *
 * @param fileSystem the file system of the file
 * @param path the file
 * @param standard Parquet's own access to the file, which knows the blocks of the file system
 */
record BufferedFile(FileSystem fileSystem, Path path, HadoopOutputFile standard) implements OutputFile {

    private static final int BUFFER_BYTES = 256 << 10;

    /** Returns the file with a path. */
    static BufferedFile of(Path path, Configuration conf) throws IOException {
        FileSystem fileSystem = path.getFileSystem(conf);
        return new BufferedFile(fileSystem, fileSystem.makeQualified(path), HadoopOutputFile.fromPath(path, conf));
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        return open(false, blockSizeHint);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        return open(true, blockSizeHint);
    }

    private PositionOutputStream open(boolean overwrite, long blockSizeHint) throws IOException {
        return HadoopStreams.wrap(fileSystem.create(
                path,
                overwrite,
                BUFFER_BYTES,
                fileSystem.getDefaultReplication(path),
                Math.max(defaultBlockSize(), blockSizeHint)));
    }

    @Override
    public boolean supportsBlockSize() {
        return standard.supportsBlockSize();
    }

    @Override
    public long defaultBlockSize() {
        return standard.defaultBlockSize();
    }

    @Override
    public String getPath() {
        return path.toString();
    }
}
