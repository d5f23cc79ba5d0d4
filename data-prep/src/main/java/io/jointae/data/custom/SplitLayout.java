package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.data.listing.FolderLinks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Recognizes the splits of a source by the names of its subfolders and files.
 *
 * <p>{@value CustomDatasetRequest#SPLIT_RULE}
 */
final class SplitLayout {

    private SplitLayout() {}

    /**
     * Returns the path of each split that the source has, or the whole source as train if it has no splits.
     *
     * @throws InvalidInputException if the source does not exist, has a split twice, or has splits but no train
     */
    static Map<Split, Path> splits(Configuration conf, String source) throws IOException {
        Path path = new Path(source);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (!fileSystem.exists(path)) {
            throw InvalidInputException.ofField(
                    "source", "%s does not exist: give an existing file or folder.", source);
        }
        Map<Split, Path> found = new EnumMap<>(Split.class);
        if (fileSystem.getFileStatus(path).isDirectory()) {
            for (FileStatus inside : visible(fileSystem, path)) {
                Split split = splitOf(inside.getPath().getName());
                if (split != null && found.put(split, inside.getPath()) != null) {
                    throw InvalidInputException.ofField(
                            "source",
                            "%s has the split %s twice: keep one of them, or move the files to a folder %s.",
                            source,
                            split,
                            split);
                }
            }
        }
        if (found.isEmpty()) {
            return Map.of(Split.TRAIN, fileSystem.makeQualified(path));
        }
        if (!found.containsKey(Split.TRAIN)) {
            throw InvalidInputException.ofField(
                    "source", "%s has the splits %s but no train: add train.", source, found.keySet());
        }
        return found;
    }

    /**
     * Returns the split of {@code train}, {@code split=train}, {@code train.csv}, {@code train-00000-of-00001.parquet} and
     * so on; null for other names.
     */
    private static Split splitOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String plain = lower.startsWith("split=") ? lower.substring("split=".length()) : lower;
        int dot = plain.indexOf('.');
        String stem = dot < 0 ? plain : plain.substring(0, dot);
        return switch (stem.replaceFirst("-\\d{5}-of-\\d{5}$", "")) {
            case "train" -> Split.TRAIN;
            case "valid", "validation" -> Split.VALID;
            case "test" -> Split.TEST;
            default -> null;
        };
    }

    /** Returns the visible files and folders in a folder, sorted by name; for a file, the file itself. */
    static List<FileStatus> visible(FileSystem fileSystem, Path path) throws IOException {
        FileStatus[] all = fileSystem.listStatus(path);
        Arrays.sort(all);
        return Arrays.stream(all)
                .filter(file -> !file.getPath().getName().startsWith(".")
                        && !file.getPath().getName().startsWith("_"))
                .toList();
    }

    /**
     * Returns every visible file below a folder, sorted by path.
     *
     * @throws InvalidInputException if a symbolic link leads to a folder that contains it
     */
    static List<FileStatus> files(FileSystem fileSystem, Path path) throws IOException {
        FolderLinks.refuseLoop(path);
        List<FileStatus> files = new ArrayList<>();
        for (FileStatus inside : visible(fileSystem, path)) {
            if (inside.isDirectory()) {
                files.addAll(files(fileSystem, inside.getPath()));
            } else {
                files.add(inside);
            }
        }
        return files;
    }
}
