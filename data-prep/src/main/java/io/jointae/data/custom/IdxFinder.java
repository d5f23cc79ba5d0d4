package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.InputErrors;
import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.source.HadoopSource;
import io.jointae.data.source.IdxReader;
import io.jointae.data.source.RangeChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Finds the rows of IDX files: one file of images, whose labels are in another file; or a folder with {@code
 * train-images...}, {@code train-labels...}, {@code valid-...} and {@code test-...} or {@code t10k-...}.
 */
record IdxFinder(CustomInput input, JavaSparkContext spark, Configuration conf, InputErrors errors, long rowsPerFile) {

    /** The files of a split; {@code labels} is null for images without labels. */
    private record ImagesAndLabels(Path images, Path labels) {}

    /** Returns the contents of the files. */
    SourceContents find() throws IOException {
        Map<Split, SourceRows> rows = new EnumMap<>(Split.class);
        List<SourceFile> sources = new ArrayList<>();
        Shape shape = null;
        for (Map.Entry<Split, ImagesAndLabels> split : filesBySplit().entrySet()) {
            ImagesAndLabels files = split.getValue();
            IdxReader reader = IdxReader.open(
                    HadoopSource.of(files.images, conf),
                    files.labels == null ? null : HadoopSource.of(files.labels, conf));
            if (shape != null && !shape.equals(reader.shape())) {
                throw InvalidInputException.of(
                        "%s has images of %s, but another split has images of %s: give images of one size.",
                        files.images, reader.shape(), shape);
            }
            shape = reader.shape();
            sources.add(CustomDatasetPreparation.unhashed(status(files.images)));
            if (files.labels != null) {
                sources.add(CustomDatasetPreparation.unhashed(status(files.labels)));
            }
            int rowBytes = shape.size();
            rows.put(
                    split.getKey(),
                    ChunkedRows.of(
                            spark,
                            RangeChunk.divide(reader, reader.rows(), rowsPerFile, rowBytes),
                            rowsPerFile * rowBytes,
                            errors));
        }
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("scale", "pixel = byte / 255");
        return new SourceContents(
                rows, CustomDatasetPreparation.shape(input, shape), List.of(), sources, List.of(), choices);
    }

    private Map<Split, ImagesAndLabels> filesBySplit() throws IOException {
        Path source = new Path(input.source());
        if (!source.getFileSystem(conf).exists(source)) {
            throw InvalidInputException.ofField(
                    "source", "%s does not exist: give an existing file or folder.", source);
        }
        if (!status(source).isDirectory()) {
            Path labels = input.labelColumn() == null ? null : new Path(input.labelColumn());
            if (labels != null && !labels.getFileSystem(conf).exists(labels)) {
                throw InvalidInputException.ofField(
                        "labelColumn", "%s does not exist: give the IDX file of the labels.", labels);
            }
            return Map.of(Split.TRAIN, new ImagesAndLabels(source, labels));
        }
        Map<Split, ImagesAndLabels> found = new EnumMap<>(Split.class);
        put(found, Split.TRAIN, source, "train");
        put(found, Split.VALID, source, "valid");
        put(found, Split.TEST, source, "t10k");
        put(found, Split.TEST, source, "test");
        if (!found.containsKey(Split.TRAIN)) {
            throw InvalidInputException.ofField(
                    "source", "%s has no file whose name starts with train-images: add one.", source);
        }
        return found;
    }

    private void put(Map<Split, ImagesAndLabels> found, Split split, Path folder, String prefix) throws IOException {
        FileSystem fileSystem = folder.getFileSystem(conf);
        Path images = firstWithPrefix(fileSystem, folder, prefix + "-images");
        if (images != null) {
            found.put(split, new ImagesAndLabels(images, firstWithPrefix(fileSystem, folder, prefix + "-labels")));
        }
    }

    private static Path firstWithPrefix(FileSystem fileSystem, Path folder, String prefix) throws IOException {
        return SplitLayout.visible(fileSystem, folder).stream()
                .map(FileStatus::getPath)
                .filter(path -> path.getName().startsWith(prefix))
                .findFirst()
                .orElse(null);
    }

    private FileStatus status(Path file) throws IOException {
        return file.getFileSystem(conf).getFileStatus(file);
    }
}
