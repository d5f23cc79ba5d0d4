package io.jointae.sweep;

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
 * Keeps two runs of one sweep apart: a file in the results folder whose owner touches it every few seconds. A
 * lock is a dead run's, and is taken over, where nobody touched it for a minute or its process, of this machine,
 * is no more.
 */
final class SweepLock implements AutoCloseable {

    static final String NAME = "_LOCK";
    private static final long BEAT_SECONDS = 10;
    private static final long STALE_MILLIS = 60_000;

    /** File systems whose creation is no test-and-set let two create at the same moment: both look again. */
    private static final long SETTLE_MILLIS = 250;

    private final FileSystem fileSystem;
    private final Path file;
    private final LockHolder holder;
    private final ScheduledExecutorService beat;
    private volatile LockHolder lostTo;

    private SweepLock(FileSystem fileSystem, Path file, LockHolder holder) {
        this.fileSystem = fileSystem;
        this.file = file;
        this.holder = holder;
        this.beat = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "sweep lock");
            thread.setDaemon(true);
            return thread;
        });
        beat.scheduleAtFixedRate(this::touch, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    /** @throws InvalidInputException if another run is alive */
    static SweepLock take(Configuration conf, String folder) throws IOException, InterruptedException {
        return take(conf, folder, LockHolder.here(UUID.randomUUID().toString(), Instant.now()));
    }

    static SweepLock take(Configuration conf, String folder, LockHolder holder)
            throws IOException, InterruptedException {
        Path file = new Path(folder, NAME);
        FileSystem fileSystem = file.getFileSystem(conf);
        fileSystem.mkdirs(file.getParent());
        if (!create(fileSystem, file, holder)) {
            moveDead(fileSystem, file, holder);
            if (!create(fileSystem, file, holder)) {
                throw justTaken(folder);
            }
        }
        Thread.sleep(SETTLE_MILLIS);
        if (!read(fileSystem, file).filter(holder::equals).isPresent()) {
            throw justTaken(folder);
        }
        return new SweepLock(fileSystem, file, holder);
    }

    /** @throws IOException if another run took this lock for a dead run's: two must not go on */
    void check() throws IOException {
        if (lostTo != null) {
            throw new IOException(file + " is now that of another sweep, started " + lostTo.started()
                    + ": this one was not able to touch its lock for a minute");
        }
    }

    /** @throws InvalidInputException if the lock's holder lives */
    private static void moveDead(FileSystem fileSystem, Path file, LockHolder taker) throws IOException {
        Optional<LockHolder> old = read(fileSystem, file);
        long age;
        try {
            age = age(fileSystem, file, taker);
        } catch (FileNotFoundException e) {
            // Given back just now.
            return;
        }
        boolean dead = age >= STALE_MILLIS || old.isPresent() && old.get().gone();
        if (!dead) {
            throw InvalidInputException.of(
                    "%s: another sweep writes here (its lock was touched %d s ago): wait for it, or choose another --out",
                    file.getParent(), Math.max(0, age / 1000));
        }
        // Moved aside first: of two that find it dead, one succeeds.
        Path aside = new Path(file.getParent(), NAME + ".dead-" + taker.owner());
        if (!rename(fileSystem, file, aside)) {
            throw justTaken(file.getParent().toString());
        }
        if (!read(fileSystem, aside).equals(old)) {
            // Another was faster, and this is its new lock.
            rename(fileSystem, aside, file);
            throw justTaken(file.getParent().toString());
        }
        fileSystem.delete(aside, false);
    }

    /** By the file system's own clock, which need not be this machine's. */
    private static long age(FileSystem fileSystem, Path file, LockHolder taker) throws IOException {
        Path probe = new Path(file.getParent(), NAME + ".now-" + taker.owner());
        fileSystem.create(probe, true).close();
        try {
            return fileSystem.getFileStatus(probe).getModificationTime()
                    - fileSystem.getFileStatus(file).getModificationTime();
        } finally {
            fileSystem.delete(probe, false);
        }
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
                "%s: another sweep has just begun here: wait for it, or choose another --out", folder);
    }

    private static boolean create(FileSystem fileSystem, Path file, LockHolder holder) throws IOException {
        try (OutputStream out = fileSystem.create(file, false)) {
            out.write(Json.line(holder).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Empty where there is none, or where its holder is just writing it. */
    private static Optional<LockHolder> read(FileSystem fileSystem, Path file) throws IOException {
        try (InputStream in = fileSystem.open(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.isBlank() ? Optional.empty() : Optional.of(Json.parse(text, LockHolder.class, file.toString()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Once a beat; not after the lock is given back, nor during: it would be left there, whole or half written. */
    synchronized void touch() {
        if (beat.isShutdown()) {
            return;
        }
        try {
            Optional<LockHolder> there = read(fileSystem, file);
            if (there.isPresent() && !there.get().equals(holder)) {
                lostTo = there.get();
                return;
            }
            try (OutputStream out = fileSystem.create(file, true)) {
                out.write(Json.line(holder).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | InvalidInputException e) {
            // The next beat tries again; a lock that stays untouched for a minute is another's to take.
            System.err.println("jointae: cannot touch " + file + ": " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        // Without an interrupt, which could cut a touch short.
        beat.shutdown();
        if (read(fileSystem, file).filter(holder::equals).isPresent()) {
            fileSystem.delete(file, false);
        }
    }
}
