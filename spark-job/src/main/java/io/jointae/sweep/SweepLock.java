package io.jointae.sweep;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A lease on a results folder, so that only one sweep writes there. The lease is a file in the folder, which its holder
 * renews every ten seconds. Another run takes the lease over if it was not renewed for a minute, or if its holder was a
 * process of the same machine and has ended.
 */
final class SweepLock implements AutoCloseable {

    static final String NAME = "_LOCK";
    private static final long RENEWAL_SECONDS = 10;
    private static final long EXPIRY_MILLIS = 60_000;

    private final FileSystem fileSystem;
    private final Path file;
    private final LockHolder holder;
    private final ScheduledExecutorService renewal;
    private volatile LockHolder lostTo;

    private SweepLock(FileSystem fileSystem, Path file, LockHolder holder) {
        this.fileSystem = fileSystem;
        this.file = file;
        this.holder = holder;
        this.renewal = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "sweep lock");
            thread.setDaemon(true);
            return thread;
        });
        renewal.scheduleAtFixedRate(this::renew, RENEWAL_SECONDS, RENEWAL_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Takes the lease on a folder, and creates the folder if it does not exist.
     *
     * @throws InvalidInputException if another run holds the lease
     */
    static SweepLock take(Configuration conf, String folder) throws IOException, InterruptedException {
        return take(conf, folder, LockClock.FILE_SYSTEM);
    }

    static SweepLock take(Configuration conf, String folder, LockClock clock) throws IOException, InterruptedException {
        LockHolder holder = LockHolder.thisProcess(UUID.randomUUID().toString(), Instant.now());
        Path file = new Path(folder, NAME);
        FileSystem fileSystem = file.getFileSystem(conf);
        fileSystem.mkdirs(file.getParent());
        if (!create(fileSystem, file, holder)) {
            removeExpired(fileSystem, file, holder, clock);
            if (!create(fileSystem, file, holder)) {
                throw justTaken(folder);
            }
        }
        // On a file system that does not create files atomically, two runs can create the lock at the same moment.
        // Both read it again after a while, and only the run that finds itself there goes on.
        clock.settle();
        if (!read(fileSystem, file).filter(holder::equals).isPresent()) {
            throw justTaken(folder);
        }
        return new SweepLock(fileSystem, file, holder);
    }

    /**
     * Checks that this run still holds the lease.
     *
     * @throws IOException if another run took the lease over because this run did not renew it in time
     */
    void check() throws IOException {
        if (lostTo != null) {
            throw new IOException(file + " now belongs to another sweep, which began at " + lostTo.started()
                    + ": this sweep could not renew its lock for a minute, and stops.");
        }
    }

    /** @throws InvalidInputException if the holder of the lease is alive */
    private static void removeExpired(FileSystem fileSystem, Path file, LockHolder taker, LockClock clock)
            throws IOException {
        Optional<LockHolder> old = read(fileSystem, file);
        long age;
        try {
            age = clock.millis(fileSystem, new Path(file.getParent(), NAME + ".now-" + taker.owner()))
                    - fileSystem.getFileStatus(file).getModificationTime();
        } catch (FileNotFoundException e) {
            // The holder has just released the lock.
            return;
        }
        boolean expired = age >= EXPIRY_MILLIS || old.isPresent() && old.get().hasExited();
        if (!expired) {
            throw InvalidInputException.of(
                    "%s is in use: another sweep renewed its lock there %d s ago. Wait until that sweep ends, or choose"
                            + " another results folder (%s).",
                    file.getParent(), Math.max(0, age / 1000), FieldName.of("out"));
        }
        // The file is renamed before it is deleted: if two runs find it expired, only one can rename it.
        Path aside = new Path(file.getParent(), NAME + ".dead-" + taker.owner());
        if (!rename(fileSystem, file, aside)) {
            throw justTaken(file.getParent().toString());
        }
        if (!read(fileSystem, aside).equals(old)) {
            // Another run was faster, and the renamed file is its new lock.
            rename(fileSystem, aside, file);
            throw justTaken(file.getParent().toString());
        }
        fileSystem.delete(aside, false);
    }

    private static boolean rename(FileSystem fileSystem, Path from, Path to) throws IOException {
        try {
            return fileSystem.rename(from, to);
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private static InvalidInputException justTaken(String folder) {
        return InvalidInputException.of(
                "%s is in use: another sweep has just started there. Wait until that sweep ends, or choose another"
                        + " results folder (%s).",
                folder, FieldName.of("out"));
    }

    private static boolean create(FileSystem fileSystem, Path file, LockHolder holder) throws IOException {
        try (OutputStream out = fileSystem.create(file, false)) {
            out.write(Json.line(holder).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Returns the holder, or empty if there is no lock file or if its holder has not finished writing it. */
    private static Optional<LockHolder> read(FileSystem fileSystem, Path file) throws IOException {
        try (InputStream in = fileSystem.open(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.isBlank() ? Optional.empty() : Optional.of(Json.parse(text, LockHolder.class, file.toString()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Renews the lease. Renewal and release exclude each other, and there is no renewal after the release, because it
     * would leave a lock file behind.
     */
    synchronized void renew() {
        if (renewal.isShutdown()) {
            return;
        }
        try {
            Optional<LockHolder> current = read(fileSystem, file);
            if (current.isPresent() && !current.get().equals(holder)) {
                lostTo = current.get();
                return;
            }
            try (OutputStream out = fileSystem.create(file, true)) {
                out.write(Json.line(holder).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | InvalidInputException e) {
            // The next renewal tries again. After a minute without success, another run may take the lease over.
            System.err.println("jointae: cannot renew the lock " + file + ": " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        // No interrupt here: it could cut a renewal short.
        renewal.shutdown();
        if (read(fileSystem, file).filter(holder::equals).isPresent()) {
            fileSystem.delete(file, false);
        }
    }
}
