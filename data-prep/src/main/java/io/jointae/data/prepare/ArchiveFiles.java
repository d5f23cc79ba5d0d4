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

/** An official zip, checked: its hash, its paths, the size of its two entries. */
final class ArchiveFiles {

    /** What a number of an {@code .amat} takes, with the blank before it; official ones take 16. */
    private static final long SHORTEST = 2;

    private static final long LONGEST = 32;

    private final PaperDataset entry;
    private final AmatReader train;
    private final AmatReader test;
    private final SourceFile source;

    private ArchiveFiles(PaperDataset entry, AmatReader train, AmatReader test, SourceFile source) {
        this.entry = entry;
        this.train = train;
        this.test = test;
        this.source = source;
    }

    /** The zip that a source names: the file itself, or a folder that has it; null if neither. */
    static Path find(Configuration conf, PaperDataset entry, String source) throws IOException {
        Path path = new Path(source);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (!fileSystem.exists(path)) {
            throw InvalidInputException.of("%s does not exist: give --source a zip or a folder", source);
        }
        if (!fileSystem.getFileStatus(path).isDirectory()) {
            return path;
        }
        Path inside =
                entry.archive() == null ? null : new Path(path, entry.archive().file());
        return inside != null && fileSystem.exists(inside) ? inside : null;
    }

    /** @throws InvalidInputException if the zip is not the official one */
    static ArchiveFiles open(BroadcastFiles shipment, PaperDataset entry, Path zip) throws IOException {
        byte[] bytes = shipment.read(zip);
        List<OfficialZip.Entry> entries = OfficialZip.entries(zip.toString(), bytes);
        String sha1 = BroadcastFiles.hash("SHA-1", bytes);
        if (!sha1.equals(entry.archive().sha1())) {
            throw InvalidInputException.of(
                    "%s is not the official %s: its SHA-1 is %s, not %s; download it again",
                    zip, entry.archive().file(), sha1, entry.archive().sha1());
        }
        BroadcastSource shipped = shipment.broadcast(zip.getName(), bytes);
        return new ArchiveFiles(
                entry,
                reader(entry, shipped, entries, false, entry.trainAndValid()),
                reader(entry, shipped, entries, true, entry.count(Split.TEST)),
                new SourceFile(zip.getName(), bytes.length, "sha1:" + sha1, true));
    }

    private static AmatReader reader(
            PaperDataset entry, BroadcastSource zip, List<OfficialZip.Entry> entries, boolean test, long rows) {
        List<OfficialZip.Entry> found = entries.stream()
                .filter(file -> file.path().endsWith(".amat") && file.path().endsWith("test.amat") == test)
                .toList();
        if (found.size() != 1) {
            throw InvalidInputException.of(
                    "%s has %d .amat files for %s, not 1: use the original archive",
                    zip.name(), found.size(), test ? "test" : "training");
        }
        int width = entry.shape().size();
        long numbers = rows * (width + 1);
        long bytes = found.get(0).bytes();
        if (bytes < numbers * SHORTEST || bytes > numbers * LONGEST) {
            throw InvalidInputException.of(
                    "%s: %s unpacks to %d bytes, which cannot be %d rows of %d numbers: use the original archive",
                    zip.name(), found.get(0).path(), bytes, rows, width + 1);
        }
        return new AmatReader(zip, found.get(0), width, rows, entry.classes());
    }

    /** The last rows of the training file are validation, as in the paper. */
    RowReader reader(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALID -> train.skipping(entry.count(Split.TRAIN));
            case TEST -> test;
        };
    }

    SourceFile source() {
        return source;
    }
}
