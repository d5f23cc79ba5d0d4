package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.source.Chunk;
import io.jointae.data.source.ImageChunk;
import io.jointae.data.source.ImageFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** A tree of images: the folders at its top are the labels, in the order of their names. */
record ImageFinder(CustomDatasetRequest request, JavaSparkContext spark, Configuration conf, InputErrors mistakes) {

    /** Images that one check task decodes. */
    private static final int CHECKED_TOGETHER = 500;
    /** Bad images that the message names. */
    private static final int NAMED = 5;

    private record Bad(String file, String why) implements Serializable {}

    CustomSource find(Map<Split, Path> splits) throws IOException {
        List<String> labels = labels(splits);
        Map<Split, List<ImageFile>> files = new EnumMap<>(Split.class);
        for (Map.Entry<Split, Path> split : splits.entrySet()) {
            files.put(split.getKey(), list(split.getValue(), labels));
        }
        List<ImageFile> all = files.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            throw InvalidInputException.of("--source %s has no files: give a folder of images", request.source());
        }
        List<String> bad = bad(all);
        Set<String> skipped = new HashSet<>(bad);
        files.replaceAll((split, list) ->
                list.stream().filter(file -> !skipped.contains(file.file())).toList());
        Shape shape = request.size() != null ? request.size() : firstShape(all, skipped);
        Map<Split, SourceRows> parts = new EnumMap<>(Split.class);
        for (Map.Entry<Split, List<ImageFile>> split : files.entrySet()) {
            parts.put(split.getKey(), ChunkedRows.part(spark, chunks(split.getValue(), shape), 0, mistakes));
        }
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("images", request.size() == null ? "as stored" : "scaled linearly to " + shape);
        long bytes = all.stream().mapToLong(ImageFile::bytes).sum();
        String name = new Path(request.source()).getName() + " (" + all.size() + " images)";
        return new CustomSource(
                parts, shape, labels, List.of(new SourceFile(name, bytes, SourceFile.UNHASHED, false)), bad, choices);
    }

    private List<String> labels(Map<Split, Path> splits) throws IOException {
        TreeSet<String> labels = new TreeSet<>();
        for (Path folder : splits.values()) {
            FileSystem fileSystem = folder.getFileSystem(conf);
            if (!fileSystem.getFileStatus(folder).isDirectory()) {
                throw InvalidInputException.of("%s is not a folder: --format images takes a tree of images", folder);
            }
            for (FileStatus inside : SplitLayout.visible(fileSystem, folder)) {
                if (inside.isDirectory()) {
                    labels.add(inside.getPath().getName());
                }
            }
        }
        return List.copyOf(labels);
    }

    private List<ImageFile> list(Path folder, List<String> labels) throws IOException {
        FileSystem fileSystem = folder.getFileSystem(conf);
        List<ImageFile> files = new ArrayList<>();
        for (FileStatus inside : SplitLayout.visible(fileSystem, folder)) {
            if (!inside.isDirectory()) {
                files.add(image(inside, Example.UNLABELED));
                continue;
            }
            int label = labels.indexOf(inside.getPath().getName());
            for (FileStatus file : SplitLayout.files(fileSystem, inside.getPath())) {
                files.add(image(file, label));
            }
        }
        return files;
    }

    private static ImageFile image(FileStatus file, int label) {
        return new ImageFile(file.getPath().toString(), file.getLen(), label);
    }

    /** Decodes every image once, so that ids are dense and the message counts them all. */
    private List<String> bad(List<ImageFile> files) {
        SerializableConfiguration shipped = new SerializableConfiguration(conf);
        int partitions = (files.size() + CHECKED_TOGETHER - 1) / CHECKED_TOGETHER;
        List<Bad> bad = spark.parallelize(files, partitions)
                .flatMap(file -> {
                    try {
                        ImageChunk.decode(file, shipped);
                        return List.<Bad>of().iterator();
                    } catch (IOException e) {
                        return List.of(new Bad(file.file(), e.getMessage())).iterator();
                    }
                })
                .collect();
        if (!bad.isEmpty() && !request.skipBad()) {
            String named = bad.stream()
                    .limit(NAMED)
                    .map(each -> each.file() + " (" + each.why() + ")")
                    .collect(Collectors.joining(", "));
            throw InvalidInputException.of(
                    "%d of %d images cannot be decoded: %s%s; mend or remove them, or add --skip-bad",
                    bad.size(), files.size(), named, bad.size() > NAMED ? ", ..." : "");
        }
        return bad.stream().map(Bad::file).toList();
    }

    private Shape firstShape(List<ImageFile> files, Set<String> skipped) throws IOException {
        for (ImageFile file : files) {
            if (!skipped.contains(file.file())) {
                return ImageChunk.decode(file, new SerializableConfiguration(conf))
                        .shape();
            }
        }
        throw InvalidInputException.of("--source %s: none of %d images can be decoded", request.source(), files.size());
    }

    private List<Chunk> chunks(List<ImageFile> files, Shape shape) {
        int size = (int) Math.min(request.rowsPerFile(), Integer.MAX_VALUE);
        SerializableConfiguration shipped = new SerializableConfiguration(conf);
        List<Chunk> chunks = new ArrayList<>();
        for (int from = 0; from < files.size(); from += size) {
            List<ImageFile> some = new ArrayList<>(files.subList(from, Math.min(files.size(), from + size)));
            chunks.add(new ImageChunk(some, shape, request.size() != null, shipped));
        }
        return chunks;
    }
}
