package io.jointae.data.prepare;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.SourceFile;
import io.jointae.data.source.BroadcastFiles;
import io.jointae.data.source.BroadcastSource;
import io.jointae.data.source.IdxReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The four IDX files of MNIST, with or without gzip, under their usual names.
 *
 * @param train the 60,000 training images with labels
 * @param test the 10,000 test images with labels
 * @param sources the files with their hashes
 */
record MnistFiles(IdxReader train, IdxReader test, List<SourceFile> sources) {

    static final long TRAIN_ROWS = 60_000;
    static final long TEST_ROWS = 10_000;
    private static final int CLASSES = 10;
    private static final int SIZE = 28 * 28;

    /** The SHA-256 of the published files without gzip. */
    private static final Map<String, String> OFFICIAL = Map.of(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", "train-images",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", "train-labels",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", "t10k-images",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", "t10k-labels");

    /**
     * Reads, hashes, checks and broadcasts the four files of the source of a request.
     *
     * @throws InvalidInputException if a file is missing, does not hold what its name says, or does not hold the published
     *     bytes although the request accepts only these
     */
    static MnistFiles open(Configuration conf, BroadcastFiles broadcasts, PaperDatasetRequest request)
            throws IOException {
        String dir = request.source();
        List<SourceFile> sources = new ArrayList<>();
        IdxReader train = open(conf, broadcasts, dir, "train", TRAIN_ROWS, sources);
        IdxReader test = open(conf, broadcasts, dir, "t10k", TEST_ROWS, sources);
        MnistFiles files = new MnistFiles(train, test, sources);
        if (!request.unverified() && !files.official()) {
            throw InvalidInputException.of(
                    "%s has a file %s that is not the published file of MNIST: give the published files, or set %s to"
                            + " accept others.",
                    dir, files.firstUnknown(), FieldName.of("unverified"));
        }
        return files;
    }

    private static IdxReader open(
            Configuration conf, BroadcastFiles broadcasts, String dir, String part, long rows, List<SourceFile> sources)
            throws IOException {
        Path images = find(conf, dir, part + "-images", "idx3-ubyte");
        Path labels = find(conf, dir, part + "-labels", "idx1-ubyte");
        byte[] imageBytes = broadcasts.read(images);
        byte[] labelBytes = broadcasts.read(labels);
        BroadcastSource imageSource = broadcasts.broadcast(images.getName(), imageBytes);
        BroadcastSource labelSource = broadcasts.broadcast(labels.getName(), labelBytes);
        IdxReader reader = IdxReader.open(imageSource, labelSource);
        if (reader.rows() != rows || reader.shape().size() != SIZE) {
            throw InvalidInputException.of(
                    "%s has %d images of %s, but MNIST has %d of 28x28: prepare other IDX files as your own data, with %s idx.",
                    images, reader.rows(), reader.shape(), rows, FieldName.of("format"));
        }
        reader.images().verify();
        reader.labels().verify();
        reader.checkLabels(CLASSES);
        sources.add(source(images, imageBytes, BroadcastFiles.unpackedSha256(imageSource), part + "-images"));
        sources.add(source(labels, labelBytes, BroadcastFiles.unpackedSha256(labelSource), part + "-labels"));
        return reader;
    }

    /** Returns whether a folder has the training images. */
    static boolean existIn(Configuration conf, String dir) throws IOException {
        return search(conf, dir, "train-images", "idx3-ubyte") != null;
    }

    private static Path find(Configuration conf, String dir, String prefix, String suffix) throws IOException {
        Path found = search(conf, dir, prefix, suffix);
        if (found == null) {
            throw InvalidInputException.of(
                    "%s has no %s-%s or %s-%s.gz: give the folder of the four files of MNIST.",
                    dir, prefix, suffix, prefix, suffix);
        }
        return found;
    }

    private static Path search(Configuration conf, String dir, String prefix, String suffix) throws IOException {
        FileSystem fileSystem = new Path(dir).getFileSystem(conf);
        for (String name : List.of(prefix + "-" + suffix, prefix + "." + suffix)) {
            for (String compression : List.of(".gz", "")) {
                Path file = new Path(dir, name + compression);
                if (fileSystem.exists(file)) {
                    return file;
                }
            }
        }
        return null;
    }

    /** Returns the file with the hash of its stored bytes; the unpacked bytes decide whether it is official. */
    private static SourceFile source(Path file, byte[] bytes, String unpackedHash, String role) {
        return new SourceFile(
                file.getName(),
                bytes.length,
                "sha256:" + BroadcastFiles.hash("SHA-256", bytes),
                role.equals(OFFICIAL.get(unpackedHash)));
    }

    /** Returns the images {@code [70000 * 784]} and the labels {@code [70000]} of both parts, the training part first. */
    byte[][] imagesAndLabels() throws IOException {
        byte[] images = new byte[Math.toIntExact(TRAIN_ROWS + TEST_ROWS) * SIZE];
        byte[] labels = new byte[Math.toIntExact(TRAIN_ROWS + TEST_ROWS)];
        train.copyInto(images, labels, 0);
        test.copyInto(images, labels, Math.toIntExact(TRAIN_ROWS));
        return new byte[][] {images, labels};
    }

    private String firstUnknown() {
        return sources.stream()
                .filter(source -> !source.official())
                .map(SourceFile::name)
                .findFirst()
                .orElseThrow();
    }

    /** Returns whether all four files are the published ones. */
    boolean official() {
        return sources.stream().allMatch(SourceFile::official);
    }
}
