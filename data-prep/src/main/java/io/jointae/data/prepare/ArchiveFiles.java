package io.jointae.data.prepare;

import io.jointae.base.InvalidInputException;
import io.jointae.data.RowReader;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.source.AmatReader;
import io.jointae.data.source.BroadcastFiles;
import io.jointae.data.source.BroadcastSource;
import io.jointae.data.source.OfficialZip;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Checks an official zip, its hash, its paths and the size of its two entries, and reads its rows. */
final class ArchiveFiles {

    /** The smallest number of bytes per number, with the blank before it; official files have 16. */
    private static final long MIN_NUMBER_BYTES = 2;

    /** The largest number of bytes per number. */
    private static final long MAX_NUMBER_BYTES = 32;

    private final PaperDataset dataset;
    private final AmatReader train;
    private final AmatReader test;
    private final SourceFile source;

    private ArchiveFiles(PaperDataset dataset, AmatReader train, AmatReader test, SourceFile source) {
        this.dataset = dataset;
        this.train = train;
        this.test = test;
        this.source = source;
    }

    /** Returns the zip that a source is or holds; null if the source is a folder without it. */
    static Path find(Configuration conf, PaperDataset dataset, String source) throws IOException {
        Path path = new Path(source);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (!fileSystem.exists(path)) {
            throw InvalidInputException.ofField("source", "%s does not exist: give a zip or a folder.", source);
        }
        if (!fileSystem.getFileStatus(path).isDirectory()) {
            return path;
        }
        Path inside = dataset.archive() == null
                ? null
                : new Path(path, dataset.archive().file());
        return inside != null && fileSystem.exists(inside) ? inside : null;
    }

    /**
     * Reads and checks a zip.
     *
     * @throws InvalidInputException if the zip is not the official one
     */
    static ArchiveFiles open(BroadcastFiles broadcasts, PaperDataset dataset, Path zip) throws IOException {
        byte[] bytes = broadcasts.read(zip);
        List<OfficialZip.Entry> entries = OfficialZip.entries(zip.toString(), bytes);
        String sha1 = BroadcastFiles.hash("SHA-1", bytes);
        if (!sha1.equals(dataset.archive().sha1())) {
            throw InvalidInputException.of(
                    "%s is not the official %s: its SHA-1 is %s instead of %s; download the file again.",
                    zip, dataset.archive().file(), sha1, dataset.archive().sha1());
        }
        BroadcastSource broadcast = broadcasts.broadcast(zip.getName(), bytes);
        return new ArchiveFiles(
                dataset,
                reader(dataset, broadcast, entries, false, dataset.trainAndValid()),
                reader(dataset, broadcast, entries, true, dataset.count(Split.TEST)),
                new SourceFile(zip.getName(), bytes.length, "sha1:" + sha1, true));
    }

    private static AmatReader reader(
            PaperDataset dataset, BroadcastSource zip, List<OfficialZip.Entry> entries, boolean test, long rows) {
        List<OfficialZip.Entry> found = entries.stream()
                .filter(file -> file.path().endsWith(".amat") && file.path().endsWith("test.amat") == test)
                .toList();
        if (found.size() != 1) {
            throw InvalidInputException.of(
                    "%s has %d .amat files for %s instead of 1: use the original archive.",
                    zip.name(), found.size(), test ? "test" : "training");
        }
        int width = dataset.shape().size();
        long numbers = rows * (width + 1);
        long bytes = found.get(0).bytes();
        if (bytes < numbers * MIN_NUMBER_BYTES || bytes > numbers * MAX_NUMBER_BYTES) {
            throw InvalidInputException.of(
                    "%s has an entry %s of %d bytes, which cannot be %d rows of %d numbers: use the original archive.",
                    zip.name(), found.get(0).path(), bytes, rows, width + 1);
        }
        return new AmatReader(zip, found.get(0), width, rows, dataset.classes());
    }

    /** Returns the reader of a split; as in the paper, the last rows of the training file are validation. */
    RowReader reader(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALID -> train.skipping(dataset.count(Split.TRAIN));
            case TEST -> test;
        };
    }

    /** Returns the zip with its hash. */
    SourceFile source() {
        return source;
    }
}
