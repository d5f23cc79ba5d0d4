package io.jointae.base;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files that count in an output folder. A folder on a file system with atomic renames has no marker, and all of its
 * files count. A folder that was written on an object store has the marker {@value #MARKER}, which names the attempt that
 * wrote it last and lists the files of that attempt; no other file counts.
 *
 * @param path the folder that contains the files: the output folder, or the folder of an attempt inside it
 * @param listed the listed files by their paths relative to {@code path}, with their sizes in bytes; empty if there is no
 *     marker
 */
public record CommittedFolder(Path path, Map<String, Long> listed) {

    /** The name of the marker in an output folder. */
    public static final String MARKER = "_COMMITTED.json";

    private static final String ATTEMPT = "attempt-";

    /**
     * The content of the marker.
     *
     * @param format the version of this layout
     * @param attempt the name of the folder of the attempt
     * @param files the files of the attempt
     */
    record Marker(int format, String attempt, List<ListedFile> files) {

        private static final int FORMAT = 1;

        /** Refuses layouts of newer versions and attempts outside the output folder. */
        Marker {
            if (format != FORMAT) {
                throw new IllegalArgumentException("format " + format + " is not " + FORMAT);
            }
            Objects.requireNonNull(attempt, "attempt");
            if (!isAttempt(attempt)) {
                throw new IllegalArgumentException("attempt " + attempt + " is not the name of an attempt");
            }
            files = List.copyOf(files);
        }

        /** Returns the marker of an attempt with all files that its folder has now. */
        static Marker of(FileSystem fileSystem, Path attempt) throws IOException {
            List<ListedFile> files = new ArrayList<>();
            sizes(fileSystem, attempt).forEach((path, bytes) -> files.add(new ListedFile(path, bytes)));
            return new Marker(FORMAT, attempt.getName(), files);
        }
    }

    /**
     * A file of an attempt.
     *
     * @param path its path relative to the folder of the attempt
     * @param bytes its size
     */
    record ListedFile(String path, long bytes) {}

    /**
     * Finds the files that count in an output folder.
     *
     * @param folder the output folder; it need not exist
     * @throws InvalidInputException if a listed file is missing or has another size
     */
    public static CommittedFolder of(Configuration conf, String folder) throws IOException {
        Path path = new Path(folder);
        FileSystem fileSystem = path.getFileSystem(conf);
        Path qualified = fileSystem.makeQualified(path);
        Path file = new Path(qualified, MARKER);
        Marker before = null;
        while (fileSystem.exists(file)) {
            Marker marker = Json.read(conf, file, Marker.class);
            Path attempt = new Path(qualified, marker.attempt());
            Map<String, Long> found = sizes(fileSystem, attempt);
            Optional<ListedFile> wrong = marker.files().stream()
                    .filter(each -> !Objects.equals(found.get(each.path()), each.bytes()))
                    .findFirst();
            if (wrong.isEmpty()) {
                Map<String, Long> listed = new TreeMap<>();
                marker.files().forEach(each -> listed.put(each.path(), each.bytes()));
                return new CommittedFolder(attempt, listed);
            }
            if (marker.equals(before)) {
                throw mismatch(file, wrong.get(), found.get(wrong.get().path()));
            }
            // Another run may have replaced the output since the marker was read.
            before = marker;
        }
        return new CommittedFolder(qualified, Map.of());
    }

    private static InvalidInputException mismatch(Path marker, ListedFile listed, Long found) {
        return InvalidInputException.of(
                "%s lists %s with %d bytes, but %s: write the output again or restore it from a copy.",
                marker,
                listed.path(),
                listed.bytes(),
                found == null ? "there is no such file" : "the file has " + found + " bytes");
    }

    /** Returns whether a marker lists the files. */
    public boolean hasMarker() {
        return !listed.isEmpty();
    }

    /** Returns whether a file is the folder of an attempt to write an output on an object store. */
    static boolean isAttempt(FileStatus file) {
        return file.isDirectory() && isAttempt(file.getPath().getName());
    }

    /** Returns whether a folder's name is that of an attempt to write an output on an object store. */
    public static boolean isAttempt(String name) {
        return name.matches(ATTEMPT + "[0-9a-f-]{36}");
    }

    /** Returns the folder of a new attempt to write an output. */
    static Path newAttempt(Path target) {
        return new Path(target, ATTEMPT + UUID.randomUUID());
    }

    private static Map<String, Long> sizes(FileSystem fileSystem, Path folder) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        Path qualified = fileSystem.makeQualified(folder);
        try {
            RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(qualified, true);
            while (files.hasNext()) {
                LocatedFileStatus file = files.next();
                String path =
                        qualified.toUri().relativize(file.getPath().toUri()).getPath();
                sizes.put(path, file.getLen());
            }
        } catch (FileNotFoundException missing) {
            return sizes;
        }
        return sizes;
    }
}
