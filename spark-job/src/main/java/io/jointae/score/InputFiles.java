package io.jointae.score;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.data.source.HadoopSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What {@code --input} names, by kind; exactly one kind is there.
 *
 * @param tables files and folders that Spark reads as Parquet
 * @param images files of one image each
 * @param idx IDX files of images
 */
record InputFiles(List<Path> tables, List<Path> images, List<Path> idx) {

    private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "gif", "bmp");
    private static final String PARQUET = "parquet";
    /** Parquet files may have names without an ending, and a table may have many: a few of them tell. */
    private static final int SNIFFED = 10;

    /**
     * Looks at paths and globs, and below folders.
     *
     * @throws InvalidInputException if nothing is there, or things of several kinds, which make no table
     */
    static InputFiles find(Configuration conf, List<String> inputs) throws IOException {
        InputFiles all = new InputFiles(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String input : inputs) {
            for (FileStatus found : glob(conf, input)) {
                if (found.isDirectory()) {
                    all.addFolder(conf, found.getPath());
                } else {
                    all.addFile(conf, found.getPath());
                }
            }
        }
        List<Path> one = new ArrayList<>();
        for (List<Path> kind : List.of(all.tables, all.images, all.idx)) {
            kind.stream().findFirst().ifPresent(one::add);
        }
        if (one.size() > 1) {
            throw InvalidInputException.of(
                    "--input has files of several kinds (%s and %s): score each kind by itself",
                    one.get(0), one.get(1));
        }
        return all;
    }

    /** @throws InvalidInputException if the output would lie in the input, or replace it */
    InputFiles apartFrom(Configuration conf, String output) throws IOException {
        Path given = new Path(output);
        String target = given.getFileSystem(conf).makeQualified(given) + "/";
        for (List<Path> kind : List.of(tables, images, idx)) {
            for (Path path : kind) {
                String input = path + "/";
                if (input.startsWith(target) || target.startsWith(input)) {
                    throw InvalidInputException.of(
                            "--output %s and --input %s lie in each other: choose another output", output, path);
                }
            }
        }
        return this;
    }

    private static FileStatus[] glob(Configuration conf, String input) throws IOException {
        Path path = new Path(input);
        FileStatus[] found = path.getFileSystem(conf).globStatus(path);
        if (found == null || found.length == 0) {
            throw InvalidInputException.of("--input %s does not exist", input);
        }
        return found;
    }

    private void addFile(Configuration conf, Path file) {
        if (IMAGES.contains(ending(file))) {
            images.add(file);
        } else if (dimensions(conf, file) > 0) {
            idx.add(file);
        } else {
            tables.add(file);
        }
    }

    /**
     * Files that Spark would skip, and those below folders that it would skip, do not count; nor do files of other
     * kinds beside images or IDX files.
     */
    private void addFolder(Configuration conf, Path folder) throws IOException {
        FileSystem fileSystem = folder.getFileSystem(conf);
        if (fileSystem.exists(new Path(folder, Manifest.FILE))) {
            // A prepared dataset: the manifest beside its splits is no table.
            for (FileStatus split : fileSystem.globStatus(new Path(folder, "*=*"))) {
                tables.add(split.getPath());
            }
            return;
        }
        RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
        List<Path> pictures = new ArrayList<>();
        List<Path> matrices = new ArrayList<>();
        boolean parquet = false;
        int others = 0;
        while (files.hasNext()) {
            Path file = files.next().getPath();
            if (hidden(folder, file)) {
                continue;
            }
            if (IMAGES.contains(ending(file))) {
                pictures.add(file);
            } else if (ending(file).equals(PARQUET)) {
                parquet = true;
            } else if (++others <= SNIFFED || !matrices.isEmpty()) {
                // Files of labels have one dimension.
                if (dimensions(conf, file) > 1) {
                    matrices.add(file);
                }
            }
        }
        images.addAll(pictures);
        idx.addAll(matrices);
        if (parquet || pictures.isEmpty() && matrices.isEmpty()) {
            tables.add(folder);
        }
    }

    private static boolean hidden(Path folder, Path file) {
        for (Path at = file; at != null && !at.equals(folder); at = at.getParent()) {
            String name = at.getName();
            if (name.startsWith(".") || name.startsWith("_") && !name.contains("=")) {
                return true;
            }
        }
        return false;
    }

    private static String ending(Path file) {
        String name = file.getName().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The dimensions of an IDX file of unsigned bytes, gzipped or not; 0 for other files. See {@code IdxFile}. */
    private static int dimensions(Configuration conf, Path path) {
        try (InputStream in = HadoopSource.of(path, conf).openUnpacked()) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 0 && start[1] == 0 && start[2] == 8 ? Math.max(0, start[3]) : 0;
        } catch (IOException e) {
            throw new InvalidInputException("--input " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The tables' paths as Spark takes them. */
    String[] tablePaths() {
        return tables.stream().map(Path::toString).toArray(String[]::new);
    }

    /**
     * The folder of the table whose partitions are named, as in {@code table/year=2024} or {@code table/year=*}: then
     * the partition columns belong to the rows.
     */
    Optional<String> base() {
        Set<Path> bases = new HashSet<>();
        for (Path path : tables) {
            Path base = null;
            for (Path at = path; at.getParent() != null; at = at.getParent()) {
                if (at.getName().indexOf('=') > 0) {
                    base = at.getParent();
                }
            }
            bases.add(base == null ? path : base);
        }
        return bases.size() == 1 && !tables.contains(bases.iterator().next())
                ? Optional.of(bases.iterator().next().toString())
                : Optional.empty();
    }
}
