package io.jointae.results;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Measured cells in the folder {@code cells} of a results folder, on any Hadoop file system. Append-only:
 * an append is one new Parquet file, written aside and renamed, so that there is never half a row and any
 * number of threads and processes may append at the same time. Reading keeps one row a key.
 */
public final class ResultStore {

    /** Of a results folder. */
    public static final String FOLDER = "cells";

    private static final String SUFFIX = ".parquet";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Small files on an object store are latency, not work. */
    private static final int READERS = 8;

    /** A measurement is never hidden by a failure; otherwise the latest wins. */
    private static final Comparator<StoredRow> PRECEDENCE =
            Comparator.comparing(StoredRow::measured).thenComparing(StoredRow::measuredAt);

    private final Configuration conf;
    private final Path folder;

    private ResultStore(Configuration conf, Path folder) {
        this.conf = conf;
        this.folder = folder;
    }

    /** @param results the results folder; neither it nor the store need exist yet */
    public static ResultStore in(Configuration conf, String results) {
        return new ResultStore(conf, new Path(results, FOLDER));
    }

    /** Appends one row, durable and visible when this returns. */
    public void append(StoredRow row) throws IOException {
        append(List.of(row));
    }

    /** Appends rows that become visible together. */
    public void append(List<StoredRow> rows) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        String name = NAME.format(Instant.now()) + "-" + UUID.randomUUID() + SUFFIX;
        try (PendingOutput out = PendingOutput.create(conf, new Path(folder, name).toString(), false)) {
            CellFile.write(conf, out.path(), rows);
            out.commit();
        }
    }

    /** Whether anything was ever appended here. */
    public boolean exists() throws IOException {
        return folder.getFileSystem(conf).exists(folder);
    }

    /**
     * One row a key, oldest first: the latest measurement, or the latest failure of a cell that has none.
     *
     * @throws InvalidInputException if a file is not the store's own or was written by a newer version
     */
    public List<StoredRow> read() throws IOException {
        List<StoredRow> rows = new ArrayList<>(readByKey().values());
        rows.sort(Comparator.comparing(StoredRow::measuredAt).thenComparing(StoredRow::key));
        return rows;
    }

    /** As {@link #read}, by {@link Cell#key}: what a sweep that resumes looks up. */
    public Map<String, StoredRow> readByKey() throws IOException {
        Map<String, StoredRow> latest = new TreeMap<>();
        for (List<StoredRow> file : readFiles()) {
            for (StoredRow row : file) {
                // Files come in the order of their names, which is that of time: of equals the later wins.
                latest.merge(row.key(), row, (old, next) -> PRECEDENCE.compare(next, old) >= 0 ? next : old);
            }
        }
        return latest;
    }

    private List<List<StoredRow>> readFiles() throws IOException {
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<List<StoredRow>>> pending = new ArrayList<>();
            for (Path file : files()) {
                pending.add(readers.submit(() -> CellFile.read(conf, file)));
            }
            List<List<StoredRow>> rows = new ArrayList<>();
            for (Future<List<StoredRow>> file : pending) {
                rows.add(await(file));
            }
            return rows;
        } finally {
            readers.shutdownNow();
        }
    }

    private List<Path> files() throws IOException {
        FileSystem fileSystem = folder.getFileSystem(conf);
        if (!fileSystem.exists(folder)) {
            return List.of();
        }
        return Arrays.stream(fileSystem.listStatus(folder, ResultStore::visible))
                .map(FileStatus::getPath)
                .sorted(Comparator.comparing(Path::getName))
                .toList();
    }

    /** As Spark and Hive have it: names that begin with a dot or an underscore are not data. */
    private static boolean visible(Path file) {
        String name = file.getName();
        return !name.startsWith(".") && !name.startsWith("_") && name.endsWith(SUFFIX);
    }

    private static <T> T await(Future<T> pending) throws IOException {
        try {
            return pending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading the result store", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidInputException mistake) {
                throw mistake;
            }
            throw new IOException("could not read the result store", e.getCause());
        }
    }
}
