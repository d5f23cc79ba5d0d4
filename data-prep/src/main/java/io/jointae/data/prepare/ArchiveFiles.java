package io.jointae.data.prepare;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.data.RowReader;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.source.AmatReader;
import io.jointae.data.source.BroadcastFiles;
import io.jointae.data.source.BroadcastSource;
import io.jointae.data.source.ByteSource;
import io.jointae.data.source.HadoopSource;
import io.jointae.data.source.OfficialZip;
import io.jointae.data.source.ZipEntrySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The official file of a dataset, as the published zip, zipped again, or extracted. The published zip is known by its
 * hash. Rows from any other packing are compared with the hash of the official rows after they are read.
 */
final class ArchiveFiles {

    /** The smallest number of bytes per number, with the blank before it; official files have 16. */
    private static final long MIN_NUMBER_BYTES = 2;

    /** The largest number of bytes per number. */
    private static final long MAX_NUMBER_BYTES = 32;

    private final PaperDataset dataset;
    private final AmatReader train;
    private final AmatReader test;
    private final List<SourceFile> sources;
    private final String found;

    /** @param found what was found instead of the published zip, for error messages; null for the published zip */
    private ArchiveFiles(
            PaperDataset dataset, AmatReader train, AmatReader test, List<SourceFile> sources, String found) {
        this.dataset = dataset;
        this.train = train;
        this.test = test;
        this.sources = sources;
        this.found = found;
    }

    /**
     * Reads and checks the official file that a source is or holds.
     *
     * @return the file; empty if the source is a folder without it
     * @throws InvalidInputException if the source does not exist, or if the file is damaged
     */
    static Optional<ArchiveFiles> find(
            Configuration conf, BroadcastFiles broadcasts, PaperDataset dataset, String source) throws IOException {
        Path path = new Path(source);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (!fileSystem.exists(path)) {
            throw InvalidInputException.ofField("source", "%s does not exist: give a zip or a folder.", source);
        }
        if (dataset.archive() == null) {
            return Optional.empty();
        }
        if (!fileSystem.getFileStatus(path).isDirectory()) {
            return Optional.of(zipped(broadcasts, dataset, path));
        }
        Path zip = new Path(path, dataset.archive().file());
        if (fileSystem.exists(zip)) {
            return Optional.of(zipped(broadcasts, dataset, zip));
        }
        Optional<Path> train = firstExisting(fileSystem, path, dataset.archive().trainNames());
        Optional<Path> test = firstExisting(fileSystem, path, dataset.archive().testNames());
        return train.isEmpty() || test.isEmpty()
                ? Optional.empty()
                : Optional.of(extracted(conf, dataset, train.get(), test.get()));
    }

    private static Optional<Path> firstExisting(FileSystem fileSystem, Path folder, List<String> names)
            throws IOException {
        for (String name : names) {
            Path file = new Path(folder, name);
            if (fileSystem.exists(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static ArchiveFiles zipped(BroadcastFiles broadcasts, PaperDataset dataset, Path zip) throws IOException {
        byte[] bytes = broadcasts.read(zip);
        List<OfficialZip.Entry> entries = OfficialZip.entries(zip.toString(), bytes);
        String sha1 = BroadcastFiles.hash("SHA-1", bytes);
        boolean published = sha1.equals(dataset.archive().sha1());
        BroadcastSource broadcast = broadcasts.broadcast(zip.getName(), bytes);
        return new ArchiveFiles(
                dataset,
                reader(dataset, broadcast, entries, false, dataset.trainAndValid()),
                reader(dataset, broadcast, entries, true, dataset.count(Split.TEST)),
                List.of(new SourceFile(zip.getName(), bytes.length, "sha1:" + sha1, published)),
                published
                        ? null
                        : zip + " has the SHA-1 " + sha1 + " instead of "
                                + dataset.archive().sha1());
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
        return reader(
                dataset, new ZipEntrySource(zip, found.get(0)), found.get(0).bytes(), rows);
    }

    private static ArchiveFiles extracted(Configuration conf, PaperDataset dataset, Path train, Path test)
            throws IOException {
        HadoopSource trainSource = HadoopSource.of(train, conf);
        HadoopSource testSource = HadoopSource.of(test, conf);
        FileSystem fileSystem = train.getFileSystem(conf);
        long trainBytes = fileSystem.getFileStatus(train).getLen();
        long testBytes = fileSystem.getFileStatus(test).getLen();
        AmatReader trainReader = reader(dataset, trainSource, trainBytes, dataset.trainAndValid());
        AmatReader testReader = reader(dataset, testSource, testBytes, dataset.count(Split.TEST));
        List<SourceFile> sources = List.of(
                new SourceFile(train.getName(), trainBytes, "sha256:" + BroadcastFiles.sha256(trainSource), false),
                new SourceFile(test.getName(), testBytes, "sha256:" + BroadcastFiles.sha256(testSource), false));
        return new ArchiveFiles(dataset, trainReader, testReader, sources, train.getParent() + " has extracted files");
    }

    private static AmatReader reader(PaperDataset dataset, ByteSource source, long bytes, long rows) {
        int width = dataset.shape().size();
        long numbers = rows * (width + 1);
        if (bytes < numbers * MIN_NUMBER_BYTES || bytes > numbers * MAX_NUMBER_BYTES) {
            throw InvalidInputException.of(
                    "%s has %d bytes, which cannot be %d rows of %d numbers: use the original archive.",
                    source.name(), bytes, rows, width + 1);
        }
        return new AmatReader(source, width, rows, dataset.classes());
    }

    /** Returns the reader of a split; as in the paper, the last rows of the training file are validation. */
    RowReader reader(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALID -> train.skipping(dataset.count(Split.TRAIN));
            case TEST -> test;
        };
    }

    /** Returns the files with their hashes. */
    List<SourceFile> sources() {
        return sources;
    }

    /**
     * Refuses files that can never be shown to be official, so that their rows need not be read.
     *
     * @throws InvalidInputException if the file is not the published zip and the hash of the official rows is not known
     */
    void requireKnownRows() {
        if (found != null && dataset.archive().rows() == null) {
            throw InvalidInputException.of(
                    "%s, and the hash of the official rows of %s is not known: give the official %s, or set %s to"
                            + " accept other rows.",
                    found, dataset.id(), dataset.archive().file(), FieldName.of("unverified"));
        }
    }

    /**
     * Returns the manifest that says whether the rows are the official ones.
     *
     * @param manifest the manifest of the rows of this file
     * @param unverified whether other rows are accepted
     * @throws InvalidInputException if the rows are not the official ones and are not accepted
     */
    Manifest review(Manifest manifest, boolean unverified) {
        if (found == null) {
            return manifest;
        }
        SortedMap<String, String> choices = new TreeMap<>(manifest.choices());
        if (manifest.hash().equals(dataset.archive().rows())) {
            choices.put("packing", "another one than that of the published zip; the rows are the official ones");
            List<SourceFile> official = new ArrayList<>();
            for (SourceFile source : manifest.sources()) {
                official.add(new SourceFile(source.name(), source.bytes(), source.hash(), true));
            }
            return manifest.withProvenance(official, choices);
        }
        if (!unverified) {
            throw InvalidInputException.of(
                    "%s, and its rows are not the official rows of %s: give the official %s, or set %s to accept other"
                            + " rows.",
                    found, dataset.id(), dataset.archive().file(), FieldName.of("unverified"));
        }
        return manifest.withProvenance(manifest.sources(), Unverified.addTo(choices));
    }
}
