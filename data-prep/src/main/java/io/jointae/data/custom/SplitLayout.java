package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
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

/** Which files or folders of a source are which split. */
final class SplitLayout {

    private SplitLayout() {}

    /**
     * The splits that the source has of its own; all of it as train where it has none.
     *
     * @throws InvalidInputException if there is nothing, or splits without train
     */
    static Map<Split, Path> splits(Configuration conf, String source) throws IOException {
        Path path = new Path(source);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (!fileSystem.exists(path)) {
            throw InvalidInputException.of("--source %s does not exist", source);
        }
        Map<Split, Path> found = new EnumMap<>(Split.class);
        if (fileSystem.getFileStatus(path).isDirectory()) {
            for (FileStatus inside : visible(fileSystem, path)) {
                Split split = named(inside.getPath().getName());
                if (split != null && found.put(split, inside.getPath()) != null) {
                    throw InvalidInputException.of("--source %s has %s twice: keep one", source, split);
                }
            }
        }
        if (found.isEmpty()) {
            return Map.of(Split.TRAIN, fileSystem.makeQualified(path));
        }
        if (!found.containsKey(Split.TRAIN)) {
            throw InvalidInputException.of("--source %s has %s but no train", source, found.keySet());
        }
        return found;
    }

    /** {@code train}, {@code split=train}, {@code train.csv}, {@code validation}, ...; null for other names. */
    private static Split named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String plain = lower.startsWith("split=") ? lower.substring("split=".length()) : lower;
        int dot = plain.indexOf('.');
        return switch (dot < 0 ? plain : plain.substring(0, dot)) {
            case "train" -> Split.TRAIN;
            case "valid", "validation" -> Split.VALID;
            case "test" -> Split.TEST;
            default -> null;
        };
    }

    /** What a folder holds, sorted by name, without what is hidden; a file is itself. */
    static List<FileStatus> visible(FileSystem fileSystem, Path path) throws IOException {
        FileStatus[] all = fileSystem.listStatus(path);
        Arrays.sort(all);
        return Arrays.stream(all)
                .filter(file -> !file.getPath().getName().startsWith(".")
                        && !file.getPath().getName().startsWith("_"))
                .toList();
    }

    /** Every file below, sorted by path. */
    static List<FileStatus> files(FileSystem fileSystem, Path path) throws IOException {
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
