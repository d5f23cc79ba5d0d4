package io.jointae.results;

import io.jointae.base.AtomicFile;
import io.jointae.base.InvalidInputException;
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
 * The rows in the folder {@code cells} of a results folder, on any Hadoop file system. The store only grows: an append
 * writes one new Parquet file, which appears when it is complete, so that no reader ever sees half a file and any
 * number of threads and processes may append at the same time. Reading returns one row per key.
 */
public final class ResultStore {

    /** Name of the store's folder in a results folder. */
    public static final String FOLDER = "cells";

    private static final String SUFFIX = ".parquet";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Reading small files from an object store mostly waits for answers, so that several are read at a time. */
    private static final int READERS = 8;

    /** A failure never hides a measurement; otherwise the latest row wins. */
    private static final Comparator<StoredRow> PRECEDENCE =
            Comparator.comparing(StoredRow::measured).thenComparing(StoredRow::measuredAt);

    private final Configuration conf;
    private final Path folder;

    private ResultStore(Configuration conf, Path folder) {
        this.conf = conf;
        this.folder = folder;
    }

    /**
     * Returns the store of a results folder.
     *
     * @param results the results folder; neither it nor the store needs to exist yet
     */
    public static ResultStore in(Configuration conf, String results) {
        return new ResultStore(conf, new Path(results, FOLDER));
    }

    /** Appends one row, which is durable and visible when this method returns. */
    public void append(StoredRow row) throws IOException {
        append(List.of(row));
    }

    /** Appends rows that become visible together. */
    public void append(List<StoredRow> rows) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        String name = NAME.format(Instant.now()) + "-" + UUID.randomUUID() + SUFFIX;
        AtomicFile.write(conf, new Path(folder, name).toString(), false, out -> CellFile.write(conf, out, rows));
    }

    /** Returns whether anything was ever appended to this store. */
    public boolean exists() throws IOException {
        return folder.getFileSystem(conf).exists(folder);
    }

    /**
     * Returns one row per key, oldest first: the latest measurement, or the latest failure of a cell without one.
     *
     * @throws InvalidInputException if a file was not written by the store, or by a newer version
     */
    public List<StoredRow> read() throws IOException {
        List<StoredRow> rows = new ArrayList<>(readByKey().values());
        rows.sort(Comparator.comparing(StoredRow::measuredAt).thenComparing(StoredRow::key));
        return rows;
    }

    /** Returns the rows of {@link #read} by {@link Cell#key}. */
    public Map<String, StoredRow> readByKey() throws IOException {
        Map<String, StoredRow> latest = new TreeMap<>();
        for (List<StoredRow> file : readFiles()) {
            for (StoredRow row : file) {
                // The order of the files' names is the order in which they were written: among equals the later wins.
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

    /** Returns whether a file is data: Spark and Hive, too, leave out names that begin with a dot or an underscore. */
    private static boolean visible(Path file) {
        String name = file.getName();
        return !name.startsWith(".") && !name.startsWith("_") && name.endsWith(SUFFIX);
    }

    private <T> T await(Future<T> pending) throws IOException {
        try {
            return pending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the thread was interrupted while it read the results", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidInputException invalid) {
                throw invalid;
            }
            throw new IOException("cannot read the results in " + folder, e.getCause());
        }
    }
}
