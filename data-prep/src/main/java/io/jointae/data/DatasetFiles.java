package io.jointae.data;

import io.jointae.base.AtomicFile;
import io.jointae.base.CommittedFolder;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.spark.RddResults;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists and hashes the Parquet files that a dataset's folder holds now, and remembers which contents were checked. */
final class DatasetFiles {

    /** The file in a dataset's folder that remembers which contents were checked; no reader of the rows sees it. */
    static final String CHECKED = "_CHECKED.json";

    private static final Logger LOG = LoggerFactory.getLogger(DatasetFiles.class);

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
        return RddResults.perElement(
                spark.parallelize(files, files.size()),
                file -> new DataFile(file.path(), file.bytes(), sha256(conf.value(), new Path(folder, file.path()))));
    }

    /** Returns {@link #hashed} of the files of a manifest in a job that says why it reads them. */
    static List<DataFile> rehashed(SparkSession spark, Path dir, Manifest manifest) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription(manifest.name() + ": checking the files against the manifest");
        try {
            return hashed(context, dir, manifest.files());
        } finally {
            context.setJobDescription(null);
        }
    }

    /**
     * Compares files with those of a manifest.
     *
     * @param hashes whether the files have hashes to compare
     * @throws InvalidInputException if they differ
     */
    static void compare(String dir, List<DataFile> expected, List<DataFile> found, boolean hashes) {
        for (DataFile file : expected) {
            DataFile actual = find(file.path(), found);
            if (actual == null) {
                throw mismatch(dir, file.path() + " is missing");
            }
            if (actual.bytes() != file.bytes()) {
                throw mismatch(dir, file.path() + " has " + actual.bytes() + " bytes, not " + file.bytes());
            }
            if (hashes && !actual.sha256().equals(file.sha256())) {
                throw mismatch(dir, file.path() + " has changed (its SHA-256 differs)");
            }
        }
        for (DataFile file : found) {
            if (find(file.path(), expected) == null) {
                throw mismatch(dir, file.path() + " is not in the manifest");
            }
        }
    }

    private static DataFile find(String path, List<DataFile> files) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElse(null);
    }

    private static InvalidInputException mismatch(String dir, String difference) {
        return InvalidInputException.of(
                "%s does not match its %s: %s; prepare the dataset again.", dir, Manifest.FILE, difference);
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

    /**
     * The files of a dataset as they were when their contents matched the manifest. Another state of a file, another
     * manifest or another folder, such as a copy, is not equal.
     *
     * @param format the version of this layout
     * @param folder the folder of the files
     * @param contents a hash of the files' SHA-256 in the manifest
     * @param states for each file what changes whenever it is written, see {@link #state}
     */
    record CheckedFiles(int format, String folder, String contents, SortedMap<String, String> states) {

        private static final int FORMAT = 1;

        /** Returns the present state of the files of a manifest. */
        static CheckedFiles of(Configuration conf, Path folder, List<DataFile> files) throws IOException {
            FileSystem fileSystem = folder.getFileSystem(conf);
            MessageDigest digest = SplitChecksum.sha256();
            for (DataFile file : files) {
                digest.update((file.path() + " " + file.sha256() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            SortedMap<String, String> states = new TreeMap<>();
            for (Split split : Split.values()) {
                for (FileStatus file : list(fileSystem, new Path(folder, split.folder()))) {
                    states.put(split.folder() + "/" + file.getPath().getName(), state(file));
                }
            }
            states.keySet().retainAll(files.stream().map(DataFile::path).toList());
            return new CheckedFiles(FORMAT, folder.toString(), HexFormat.of().formatHex(digest.digest()), states);
        }

        /**
         * Returns the version of an object where the store tells it; of a local file, its inode and the time of its last
         * change, which a program cannot set; and otherwise the time of its last modification, with the size in any case.
         */
        private static String state(FileStatus file) throws IOException {
            if (file instanceof EtagSource object && object.getEtag() != null) {
                return file.getLen() + " etag " + object.getEtag();
            }
            String changed = "modified " + file.getModificationTime();
            if ("file".equals(file.getPath().toUri().getScheme())) {
                try {
                    Map<String, Object> unix = Files.readAttributes(
                            Paths.get(file.getPath().toUri().getPath()), "unix:ino,ctime");
                    changed = "inode " + unix.get("ino") + " changed " + unix.get("ctime");
                } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
                    LOG.debug("{} has no inode: its time of modification counts", file.getPath());
                }
            }
            return file.getLen() + " " + changed;
        }

        /** Returns whether a dataset's folder says that the contents of exactly these files were checked. */
        boolean isStoredIn(Configuration conf, Path dir) {
            Path file = new Path(dir, CHECKED);
            try {
                return file.getFileSystem(conf).exists(file)
                        && Json.read(conf, file, CheckedFiles.class).equals(this);
            } catch (IOException | InvalidInputException damaged) {
                LOG.info("{} cannot be used, so the contents are checked again: {}", file, damaged.getMessage());
                return false;
            }
        }

        /** Remembers the check, if the folder can be written. */
        void store(Configuration conf, Path dir) {
            Path file = new Path(dir, CHECKED);
            try {
                AtomicFile.write(conf, file.toString(), true, out -> out.write(Json.bytes(this)));
            } catch (IOException readOnly) {
                LOG.info(
                        "{} cannot be written, so the next command checks the contents again: {}",
                        file,
                        readOnly.getMessage());
            }
        }
    }
}
