package io.jointae.data;

import io.jointae.base.CommittedFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** Lists and hashes the Parquet files that a dataset's folder holds now. */
final class DatasetFiles {

    private static final int BUFFER = 1 << 16;

    private DatasetFiles() {}

    /** Returns names and sizes of the files that count, sorted by path; the hashes are empty. */
    static List<DataFile> list(Configuration conf, CommittedFolder folder) throws IOException {
        Path dir = folder.path();
        FileSystem fileSystem = dir.getFileSystem(conf);
        List<DataFile> files = new ArrayList<>();
        if (folder.hasMarker()) {
            folder.listed().forEach((path, bytes) -> {
                if (!path.equals(Manifest.FILE)) {
                    files.add(new DataFile(path, bytes, ""));
                }
            });
            return files;
        }
        for (Split split : Split.values()) {
            for (FileStatus file : list(fileSystem, new Path(dir, split.folder()))) {
                String name = file.getPath().getName();
                // Spark also ignores files with such names.
                if (!name.startsWith(".") && !name.startsWith("_")) {
                    files.add(new DataFile(split.folder() + "/" + name, file.getLen(), ""));
                }
            }
        }
        return files;
    }

    private static FileStatus[] list(FileSystem fileSystem, Path folder) throws IOException {
        try {
            FileStatus[] found = fileSystem.listStatus(folder);
            Arrays.sort(found);
            return found;
        } catch (FileNotFoundException missing) {
            return new FileStatus[0];
        }
    }

    /**
     * Returns the same files with their SHA-256, which Spark tasks compute. For a file that cannot be read, the error
     * message takes the place of the hash.
     */
    static List<DataFile> hashed(JavaSparkContext spark, Path dir, List<DataFile> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        SerializableConfiguration conf = new SerializableConfiguration(spark.hadoopConfiguration());
        String folder = dir.toString();
        return spark.parallelize(files, files.size())
                .map(file ->
                        new DataFile(file.path(), file.bytes(), sha256(conf.value(), new Path(folder, file.path()))))
                .collect();
    }

    private static String sha256(Configuration conf, Path file) {
        MessageDigest digest = SplitChecksum.sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = file.getFileSystem(conf).open(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        } catch (IOException unreadable) {
            return "The file cannot be read: " + unreadable.getMessage();
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
