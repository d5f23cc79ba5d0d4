package io.jointae.score;

import io.jointae.base.CommittedFolder;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.parquet.CompleteParquet;
import io.jointae.data.Manifest;
import io.jointae.data.columns.TableFormat;
import io.jointae.data.listing.FolderListing;
import io.jointae.data.listing.ListedFile;
import io.jointae.data.source.HadoopSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The files and folders of the input by kind. At most one of the lists has elements.
 *
 * @param tables files and folders of tables, which Spark reads
 * @param images files of one image each
 * @param idx IDX files of images
 */
record InputFiles(List<Path> tables, List<Path> images, List<Path> idx) {

    private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "gif", "bmp");
    private static final String PARQUET = "parquet";
    /** The number of files per folder that are opened to find IDX files, whose names need no extension. */
    private static final int MOST_OPENED = 10;

    /**
     * Finds the files that paths and globs name, and those in folders, which Spark tasks list in parallel.
     *
     * @throws InvalidInputException if a path does not exist, or if the files are of several kinds
     */
    static InputFiles find(JavaSparkContext context, Configuration conf, List<String> inputs) throws IOException {
        InputFiles all = new InputFiles(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String input : inputs) {
            for (FileStatus found : glob(conf, input)) {
                if (found.isDirectory()) {
                    all.addFolder(context, conf, found.getPath());
                } else {
                    all.addFile(conf, found.getPath());
                }
            }
        }
        List<Path> firstOfEachKind = new ArrayList<>();
        for (List<Path> kind : List.of(all.tables, all.images, all.idx)) {
            kind.stream().findFirst().ifPresent(firstOfEachKind::add);
        }
        if (firstOfEachKind.size() > 1) {
            throw severalKinds(firstOfEachKind.get(0), firstOfEachKind.get(1));
        }
        return all;
    }

    /**
     * Returns these files after checking them against the output.
     *
     * @throws InvalidInputException if the output is inside the input, or the input inside the output
     */
    InputFiles checkApartFrom(Configuration conf, String output) throws IOException {
        Path outputPath = new Path(output);
        String target = outputPath.getFileSystem(conf).makeQualified(outputPath) + "/";
        for (List<Path> kind : List.of(tables, images, idx)) {
            for (Path path : kind) {
                String input = path + "/";
                if (input.startsWith(target) || target.startsWith(input)) {
                    throw InvalidInputException.ofField(
                            "output",
                            "%s and %s %s are inside each other: choose another output.",
                            output,
                            FieldName.of("input"),
                            path);
                }
            }
        }
        return this;
    }

    private static FileStatus[] glob(Configuration conf, String input) throws IOException {
        Path path = new Path(input);
        FileStatus[] found = path.getFileSystem(conf).globStatus(path);
        if (found == null || found.length == 0) {
            throw InvalidInputException.ofField("input", "%s does not exist: check the path.", input);
        }
        return found;
    }

    private void addFile(Configuration conf, Path file) {
        if (IMAGES.contains(extension(file))) {
            images.add(file);
        } else if (dimensions(conf, file) > 0) {
            idx.add(file);
        } else {
            tables.add(file);
        }
    }

    /**
     * Adds the files of a folder. Files that Spark would skip do not count, nor do files of other kinds next to images
     * or IDX files.
     */
    private void addFolder(JavaSparkContext context, Configuration conf, Path folder) throws IOException {
        FileSystem fileSystem = folder.getFileSystem(conf);
        Path dataset = CommittedFolder.of(conf, folder.toString()).path();
        if (fileSystem.exists(new Path(dataset, Manifest.FILE))) {
            // This is a prepared dataset: its splits are the table, but the manifest next to them is not.
            for (FileStatus split : fileSystem.globStatus(new Path(dataset, "*=*"))) {
                tables.add(split.getPath());
            }
            return;
        }
        List<Path> imageFiles = new ArrayList<>();
        List<Path> idxFiles = new ArrayList<>();
        boolean hasParquet = false;
        int others = 0;
        for (ListedFile listed : FolderListing.files(context, conf, List.of(folder))) {
            Path file = new Path(listed.path());
            if (IMAGES.contains(extension(file))) {
                imageFiles.add(file);
            } else if (extension(file).equals(PARQUET)) {
                hasParquet = true;
            } else if (++others <= MOST_OPENED || !idxFiles.isEmpty()) {
                // Files of labels have one dimension and are left out.
                if (dimensions(conf, file) > 1) {
                    idxFiles.add(file);
                }
            }
        }
        images.addAll(imageFiles);
        idx.addAll(idxFiles);
        if (hasParquet || imageFiles.isEmpty() && idxFiles.isEmpty()) {
            tables.add(folder);
        }
    }

    /** Returns whether Spark would skip a file, because of its own name or that of a folder in between. */
    private static boolean isHidden(Path folder, Path file) {
        for (Path path = file; path != null && !path.equals(folder); path = path.getParent()) {
            String name = path.getName();
            if (name.startsWith(".") || name.startsWith("_") && !name.contains("=")) {
                return true;
            }
        }
        return false;
    }

    private static String extension(Path file) {
        String name = file.getName().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * Returns the number of dimensions of an IDX file of unsigned bytes, which may be compressed; 0 for other files. The
     * format is explained in {@link io.jointae.data.source.IdxReader}.
     */
    private static int dimensions(Configuration conf, Path path) {
        try (InputStream in = HadoopSource.of(path, conf).openUnpacked()) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 0 && start[1] == 0 && start[2] == 8 ? Math.max(0, start[3]) : 0;
        } catch (IOException e) {
            throw InvalidInputException.ofField("input", "%s cannot be read: %s", path, e.getMessage())
                    .causedBy(e);
        }
    }

    /**
     * Checks the start and the end of every Parquet file.
     *
     * @throws InvalidInputException if a file is truncated or is no Parquet file
     */
    void requireCompleteTables(Configuration conf) throws IOException {
        // On an object store each check takes a round trip.
        tableFiles(conf).parallelStream().forEach(file -> {
            try {
                CompleteParquet.require(conf, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * Returns the format of the tables.
     *
     * @param chosen the format that the user chose; null to tell it from the names of the files, which are Parquet files
     *     unless a name says otherwise
     * @throws InvalidInputException if the names say several formats
     */
    TableFormat format(Configuration conf, TableFormat chosen) throws IOException {
        if (chosen != null) {
            return chosen;
        }
        SortedMap<TableFormat, Path> found = new TreeMap<>();
        for (FileStatus file : tableFiles(conf)) {
            TableFormat.ofFile(file.getPath().getName()).ifPresent(format -> found.putIfAbsent(format, file.getPath()));
        }
        if (found.size() > 1) {
            throw severalKinds(found.get(found.firstKey()), found.get(found.lastKey()));
        }
        return found.isEmpty() ? TableFormat.PARQUET : found.firstKey();
    }

    private static InvalidInputException severalKinds(Path one, Path another) {
        return InvalidInputException.ofField(
                "input", "has files of several kinds, such as %s and %s: run score once for each kind.", one, another);
    }

    /** Returns the files of the tables that Spark reads. */
    List<FileStatus> tableFiles(Configuration conf) throws IOException {
        List<FileStatus> all = new ArrayList<>();
        for (Path table : tables) {
            RemoteIterator<LocatedFileStatus> files = table.getFileSystem(conf).listFiles(table, true);
            while (files.hasNext()) {
                FileStatus file = files.next();
                if (!isHidden(table, file.getPath())) {
                    all.add(file);
                }
            }
        }
        return all;
    }

    /** Returns the paths of the tables as Spark takes them. */
    String[] tablePaths() {
        return tables.stream().map(Path::toString).toArray(String[]::new);
    }

    /**
     * Returns the folder of the table if the input names some of its partitions, as in {@code table/year=2024} or
     * {@code table/year=*}. Spark needs it to add the partition columns to the rows.
     */
    Optional<String> base() {
        Set<Path> bases = new HashSet<>();
        for (Path path : tables) {
            Path base = null;
            for (Path folder = path; folder.getParent() != null; folder = folder.getParent()) {
                if (folder.getName().indexOf('=') > 0) {
                    base = folder.getParent();
                }
            }
            bases.add(base == null ? path : base);
        }
        return bases.size() == 1 && !tables.contains(bases.iterator().next())
                ? Optional.of(bases.iterator().next().toString())
                : Optional.empty();
    }
}
