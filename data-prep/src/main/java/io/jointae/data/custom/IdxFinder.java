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
 * IDX files: one of images, with its labels in {@code --label-column}, or a folder with {@code train-images...},
 * {@code train-labels...}, {@code valid-...}, {@code test-...} or {@code t10k-...}.
 */
record IdxFinder(CustomDatasetRequest request, JavaSparkContext spark, Configuration conf, InputErrors mistakes) {

    private record Pair(Path images, Path labels) {}

    CustomSource find() throws IOException {
        Map<Split, SourceRows> parts = new EnumMap<>(Split.class);
        List<SourceFile> sources = new ArrayList<>();
        Shape shape = null;
        for (Map.Entry<Split, Pair> split : pairs().entrySet()) {
            Pair pair = split.getValue();
            IdxReader reader = IdxReader.open(
                    HadoopSource.of(pair.images, conf),
                    pair.labels == null ? null : HadoopSource.of(pair.labels, conf));
            if (shape != null && !shape.equals(reader.shape())) {
                throw InvalidInputException.of(
                        "%s is of %s, but another split is of %s", pair.images, reader.shape(), shape);
            }
            shape = reader.shape();
            sources.add(CustomPreparation.unhashed(status(pair.images)));
            if (pair.labels != null) {
                sources.add(CustomPreparation.unhashed(status(pair.labels)));
            }
            long rowsPerFile = request.rowsPerFile();
            int rowBytes = shape.size();
            parts.put(
                    split.getKey(),
                    ChunkedRows.part(
                            spark,
                            RangeChunk.divide(reader, reader.rows(), rowsPerFile, rowBytes),
                            rowsPerFile * rowBytes,
                            mistakes));
        }
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("scale", "pixel = byte / 255");
        return new CustomSource(parts, CustomPreparation.shape(request, shape), List.of(), sources, List.of(), choices);
    }

    private Map<Split, Pair> pairs() throws IOException {
        Path source = new Path(request.source());
        if (!source.getFileSystem(conf).exists(source)) {
            throw InvalidInputException.of("--source %s does not exist", source);
        }
        if (!status(source).isDirectory()) {
            Path labels = request.labelColumn() == null ? null : new Path(request.labelColumn());
            if (labels != null && !labels.getFileSystem(conf).exists(labels)) {
                throw InvalidInputException.of(
                        "--label-column %s does not exist: give the IDX file of the labels", labels);
            }
            return Map.of(Split.TRAIN, new Pair(source, labels));
        }
        Map<Split, Pair> pairs = new EnumMap<>(Split.class);
        put(pairs, Split.TRAIN, source, "train");
        put(pairs, Split.VALID, source, "valid");
        put(pairs, Split.TEST, source, "t10k");
        put(pairs, Split.TEST, source, "test");
        if (!pairs.containsKey(Split.TRAIN)) {
            throw InvalidInputException.of("--source %s has no file that starts with train-images", source);
        }
        return pairs;
    }

    private void put(Map<Split, Pair> pairs, Split split, Path folder, String stem) throws IOException {
        FileSystem fileSystem = folder.getFileSystem(conf);
        Path images = starting(fileSystem, folder, stem + "-images");
        if (images != null) {
            pairs.put(split, new Pair(images, starting(fileSystem, folder, stem + "-labels")));
        }
    }

    private static Path starting(FileSystem fileSystem, Path folder, String start) throws IOException {
        return SplitLayout.visible(fileSystem, folder).stream()
                .map(FileStatus::getPath)
                .filter(path -> path.getName().startsWith(start))
                .findFirst()
                .orElse(null);
    }

    private FileStatus status(Path file) throws IOException {
        return file.getFileSystem(conf).getFileStatus(file);
    }
}
