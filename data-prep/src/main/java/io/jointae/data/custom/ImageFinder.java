package io.jointae.data.custom;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.listing.FolderListing;
import io.jointae.data.listing.ListedFile;
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

/** Finds the images of a folder: the names of its subfolders, in alphabetical order, are the labels. */
record ImageFinder(
        CustomInput input, JavaSparkContext spark, Configuration conf, InputErrors errors, long rowsPerFile) {

    /** The number of images that one task decodes to check them. */
    private static final int IMAGES_PER_TASK = 500;
    /** The number of images that the error message lists. */
    private static final int MAX_LISTED = 5;

    @DefaultSerializer(JavaSerializer.class)
    private record UndecodableImage(String file, String reason) implements Serializable {}

    /** Returns the contents of the folders of each split. */
    SourceContents find(Map<Split, Path> splits) throws IOException {
        List<String> labels = labels(splits);
        Map<Split, List<ImageFile>> files = new EnumMap<>(Split.class);
        for (Map.Entry<Split, Path> split : splits.entrySet()) {
            files.put(split.getKey(), list(split.getValue(), labels));
        }
        List<ImageFile> all = files.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            throw InvalidInputException.ofField("source", "%s has no files: give a folder of images.", input.source());
        }
        List<String> undecodable = undecodable(all);
        Set<String> skipped = new HashSet<>(undecodable);
        files.replaceAll((split, list) ->
                list.stream().filter(file -> !skipped.contains(file.file())).toList());
        Shape shape = input.pixels().size() != null ? input.pixels().size() : firstShape(all, skipped);
        Map<Split, SourceRows> rows = new EnumMap<>(Split.class);
        for (Map.Entry<Split, List<ImageFile>> split : files.entrySet()) {
            rows.put(split.getKey(), ChunkedRows.of(spark, chunks(split.getValue(), shape), 0, errors));
        }
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("images", input.pixels().size() == null ? "as stored" : "scaled linearly to " + shape);
        long bytes = all.stream().mapToLong(ImageFile::bytes).sum();
        String name = new Path(input.source()).getName() + " (" + all.size() + " images)";
        return new SourceContents(
                rows,
                shape,
                labels,
                List.of(new SourceFile(name, bytes, SourceFile.UNHASHED, false)),
                undecodable,
                choices);
    }

    private List<String> labels(Map<Split, Path> splits) throws IOException {
        TreeSet<String> labels = new TreeSet<>();
        for (Path folder : splits.values()) {
            FileSystem fileSystem = folder.getFileSystem(conf);
            if (!fileSystem.getFileStatus(folder).isDirectory()) {
                throw InvalidInputException.of(
                        "%s is not a folder: give a folder with one subfolder of images per label.", folder);
            }
            for (FileStatus inside : SplitLayout.visible(fileSystem, folder)) {
                if (inside.isDirectory()) {
                    labels.add(inside.getPath().getName());
                }
            }
        }
        return List.copyOf(labels);
    }

    /** Lists the images of a split, sorted by label and path. */
    private List<ImageFile> list(Path folder, List<String> labels) throws IOException {
        FileSystem fileSystem = folder.getFileSystem(conf);
        String root = fileSystem.makeQualified(folder) + "/";
        List<ImageFile> files = new ArrayList<>();
        for (ListedFile file : FolderListing.files(spark, conf, List.of(folder))) {
            // A file in the folder itself has no label; below it, the name of the first folder is the label.
            String inside = file.path().substring(root.length());
            int end = inside.indexOf('/');
            int label = end < 0 ? Example.UNLABELED : labels.indexOf(inside.substring(0, end));
            if (end < 0 || label >= 0) {
                files.add(new ImageFile(file.path(), file.bytes(), label));
            }
        }
        return files;
    }

    /** Decodes every image once, so that ids have no gaps and the error message counts all undecodable images. */
    private List<String> undecodable(List<ImageFile> files) {
        SerializableConfiguration serializable = new SerializableConfiguration(conf);
        int partitions = (files.size() + IMAGES_PER_TASK - 1) / IMAGES_PER_TASK;
        List<UndecodableImage> undecodable = spark.parallelize(files, partitions)
                .flatMap(file -> {
                    try {
                        ImageChunk.decode(file, serializable);
                        return List.<UndecodableImage>of().iterator();
                    } catch (IOException e) {
                        return List.of(new UndecodableImage(file.file(), e.getMessage()))
                                .iterator();
                    }
                })
                .collect();
        if (!undecodable.isEmpty() && !input.skipInvalid()) {
            String listed = undecodable.stream()
                    .limit(MAX_LISTED)
                    .map(each -> each.file() + " (" + each.reason() + ")")
                    .collect(Collectors.joining(", "));
            throw InvalidInputException.of(
                    "%d of %d images cannot be decoded: %s%s; replace or remove them, or set %s.",
                    undecodable.size(),
                    files.size(),
                    listed,
                    undecodable.size() > MAX_LISTED ? ", ..." : "",
                    FieldName.of("skipInvalid"));
        }
        return undecodable.stream().map(UndecodableImage::file).toList();
    }

    private Shape firstShape(List<ImageFile> files, Set<String> skipped) throws IOException {
        for (ImageFile file : files) {
            if (!skipped.contains(file.file())) {
                return ImageChunk.decode(file, new SerializableConfiguration(conf))
                        .shape();
            }
        }
        throw InvalidInputException.ofField(
                "source",
                "%s has %s, but none is an image that can be decoded.",
                input.source(),
                Count.of(files.size(), "file"));
    }

    private List<Chunk> chunks(List<ImageFile> files, Shape shape) {
        int size = (int) Math.min(rowsPerFile, Integer.MAX_VALUE);
        SerializableConfiguration serializable = new SerializableConfiguration(conf);
        List<Chunk> chunks = new ArrayList<>();
        for (int from = 0; from < files.size(); from += size) {
            List<ImageFile> part = new ArrayList<>(files.subList(from, Math.min(files.size(), from + size)));
            chunks.add(new ImageChunk(part, shape, input.pixels().size() != null, serializable));
        }
        return chunks;
    }
}
