package io.jointae.score;

import io.jointae.base.AtomicFile;
import io.jointae.base.Json;
import io.jointae.data.InputErrors;
import io.jointae.data.table.InPlaceTable;
import io.jointae.data.table.InPlaceTable.WrittenFile;
import io.jointae.score.parquet.FeatureFormat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

/**
 * An output on an object store. Each file is written once, at its place in the output, under a name of this run. In
 * {@code OUTPUT.run}, {@code parts/} holds one small file per complete partition, which lists the files of the partition.
 * When all partitions are complete, the list of all files becomes the marker {@code _SUCCESS}, and files of other runs
 * are deleted.
 */
final class InPlacePartitions extends ResumableOutput {

    /** The marker of a complete table. */
    static final String SUCCESS = "_SUCCESS";

    private static final String PARTS = "parts";

    /**
     * The content of the marker, and of the list of one partition.
     *
     * @param format the version of this layout
     * @param files the files of the table by their paths relative to its folder
     */
    record FileList(int format, List<WrittenFile> files) {

        private static final int FORMAT = 1;

        /** Refuses layouts of newer versions. */
        FileList {
            if (format != FORMAT) {
                throw new IllegalArgumentException("format " + format + " is not " + FORMAT);
            }
            files = List.copyOf(files);
        }

        FileList(List<WrittenFile> files) {
            this(FORMAT, files);
        }

        Set<String> names() {
            Set<String> names = new HashSet<>();
            files.forEach(file -> names.add(file.name()));
            return names;
        }
    }

    private final Place place;
    private final FileSystem fileSystem;
    private final String run = UUID.randomUUID().toString().replace("-", "");
    private final Map<String, FileList> complete = new ConcurrentHashMap<>();
    private List<WrittenFile> invalidRows = List.of();

    InPlacePartitions(Place place) {
        super(place);
        this.place = place;
        this.fileSystem = place.fileSystem();
    }

    @Override
    void resume() throws IOException {
        for (FileStatus status : list(new Path(place.root(), PARTS))) {
            complete.put(status.getPath().getName(), Json.read(place.conf(), status.getPath(), FileList.class));
        }
    }

    private FileStatus[] list(Path folder) throws IOException {
        try {
            return fileSystem.listStatus(folder);
        } catch (FileNotFoundException missing) {
            return new FileStatus[0];
        }
    }

    private static String partFile(String partition) {
        return "part-" + URLEncoder.encode(partition, StandardCharsets.UTF_8) + ".json";
    }

    @Override
    boolean isComplete(String partition) {
        return complete.containsKey(partFile(partition));
    }

    @Override
    long rows(SparkSession spark) {
        String[] files = complete.values().stream()
                .flatMap(list -> list.files().stream())
                .map(file -> new Path(output(), file.name()).toString())
                .toArray(String[]::new);
        return files.length == 0 ? 0 : spark.read().parquet(files).count();
    }

    private Path output() {
        return fileSystem.makeQualified(new Path(place.request().output()));
    }

    private Path badOutput() {
        return fileSystem.makeQualified(new Path(place.request().badOutput()));
    }

    @Override
    void write(String partition, Dataset<Row> rows, InputErrors errors) throws IOException {
        Path folder = partition.isEmpty() ? output() : new Path(output(), partition);
        String prefix = partition.isEmpty() ? "" : partition + "/";
        List<WrittenFile> files = InPlaceTable.write(rows, new FeatureFormat(), folder, run).stream()
                .map(file -> new WrittenFile(prefix + file.name(), file.bytes(), file.rows()))
                .toList();
        errors.throwIfAny();
        FileList list = new FileList(files);
        Path file = new Path(new Path(place.root(), PARTS), partFile(partition));
        AtomicFile.write(place.conf(), file.toString(), true, out -> out.write(Json.bytes(list)));
        complete.put(file.getName(), list);
    }

    @Override
    long writeInvalidRows(Dataset<Row> rows) throws IOException {
        invalidRows = InPlaceTable.write(rows, new ParquetFileFormat(), badOutput(), run);
        return invalidRows.stream().mapToLong(WrittenFile::rows).sum();
    }

    @Override
    void commit(boolean withInvalidRows) throws IOException {
        List<WrittenFile> files = new ArrayList<>();
        complete.values().forEach(list -> files.addAll(list.files()));
        files.sort((a, b) -> a.name().compareTo(b.name()));
        FileList list = new FileList(files);
        FileList bad = new FileList(withInvalidRows ? invalidRows : List.of());
        place.lease().confirm();
        if (withInvalidRows) {
            mark(badOutput(), bad);
        }
        mark(output(), list);
        writeRequest(output());
        Set<String> names = list.names();
        Set<String> badNames = bad.names();
        deleteBelow(output(), name -> !names.contains(name) && !name.equals(SUCCESS) && !name.equals(WRITTEN_REQUEST));
        deleteBelow(badOutput(), name -> !badNames.contains(name) && !(withInvalidRows && name.equals(SUCCESS)));
        place.lease().releaseAndDeleteFolder();
    }

    private void mark(Path folder, FileList list) throws IOException {
        AtomicFile.write(place.conf(), new Path(folder, SUCCESS).toString(), true, out -> out.write(Json.bytes(list)));
    }

    private void deleteBelow(Path folder, Predicate<String> condition) throws IOException {
        List<Path> unwanted = new ArrayList<>();
        try {
            RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
            while (files.hasNext()) {
                Path file = files.next().getPath();
                if (condition.test(folder.toUri().relativize(file.toUri()).getPath())) {
                    unwanted.add(file);
                }
            }
        } catch (FileNotFoundException missing) {
            return;
        }
        for (Path file : unwanted) {
            fileSystem.delete(file, false);
        }
    }

    @Override
    void leave() throws IOException {
        Set<String> names = new HashSet<>();
        complete.values().forEach(list -> names.addAll(list.names()));
        deleteBelow(output(), name -> name.contains("-" + run + "-") && !names.contains(name));
        deleteBelow(badOutput(), name -> name.contains("-" + run + "-"));
        if (complete.isEmpty()) {
            place.lease().releaseAndDeleteFolder();
        }
    }
}
