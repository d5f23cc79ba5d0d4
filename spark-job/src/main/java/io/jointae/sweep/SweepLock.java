package io.jointae.sweep;

import io.jointae.base.BadInput;
import io.jointae.base.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
 * lock that nobody touched for a minute is a dead run's, and is taken over.
 */
final class SweepLock implements AutoCloseable {

    static final String NAME = "_LOCK";
    private static final long BEAT_SECONDS = 10;
    private static final long STALE_MILLIS = 60_000;

    /** @param owner a random name of the run; @param started ISO-8601 instant */
    record Holder(String owner, String started) {}

    private final FileSystem fileSystem;
    private final Path file;
    private final Holder holder;
    private final ScheduledExecutorService beat;

    private SweepLock(FileSystem fileSystem, Path file, Holder holder) {
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

    /** @throws BadInput if another run is alive */
    static SweepLock take(Configuration conf, String folder) throws IOException {
        Path file = new Path(folder, NAME);
        FileSystem fileSystem = file.getFileSystem(conf);
        fileSystem.mkdirs(file.getParent());
        Holder holder =
                new Holder(UUID.randomUUID().toString(), java.time.Instant.now().toString());
        if (!create(fileSystem, file, holder)) {
            long age =
                    System.currentTimeMillis() - fileSystem.getFileStatus(file).getModificationTime();
            if (age < STALE_MILLIS) {
                throw BadInput.of(
                        "%s: another sweep writes here (its lock is %d s old): wait for it, or choose another --out",
                        folder, age / 1000);
            }
            // Moved aside first: of two that find it stale, one succeeds.
            Path dead = new Path(folder, NAME + ".dead-" + holder.owner());
            if (!fileSystem.rename(file, dead) || !create(fileSystem, file, holder)) {
                throw BadInput.of("%s: another sweep has just taken over a dead run's lock: wait for it", folder);
            }
            fileSystem.delete(dead, false);
        }
        return new SweepLock(fileSystem, file, holder);
    }

    private static boolean create(FileSystem fileSystem, Path file, Holder holder) throws IOException {
        try (OutputStream out = fileSystem.create(file, false)) {
            out.write(Json.line(holder).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private void touch() {
        try (OutputStream out = fileSystem.create(file, true)) {
            out.write(Json.line(holder).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The next beat tries again; a lock that stays untouched for a minute is another's to take.
            System.err.println("jointae: cannot touch " + file + ": " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        beat.shutdownNow();
        fileSystem.delete(file, false);
    }
}
