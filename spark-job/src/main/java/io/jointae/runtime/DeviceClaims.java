package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/**
 * Which devices this process has taken. A claim is a lock on a file of the host: two executors that were
 * given the same address (YARN without GPU isolation, two standalone workers on one host) find out at once,
 * and a process that dies lets go.
 */
final class DeviceClaims implements AutoCloseable {

    private record Claim(FileChannel channel, FileLock lock) {}

    private final Path folder;
    private final Map<String, Claim> claims = new HashMap<>();
    private final Map<String, Long> holders = new HashMap<>();

    /** @param folder seen by every process of the host that can see the same devices */
    DeviceClaims(Path folder) {
        this.folder = folder;
    }

    /**
     * Takes a device for one task.
     *
     * @param address as Spark assigned it
     * @param task attempt id, unique in the application
     * @throws InvalidInputException if another task or another process holds it
     */
    synchronized void take(String address, long task) {
        Long holder = holders.get(address);
        if (holder != null && holder != task) {
            throw shared(address, "task " + holder + " of this executor");
        }
        if (!claims.containsKey(address)) {
            claims.put(address, lock(address));
        }
        // Only now: a task that was refused holds nothing, and its next attempt is told the same.
        holders.put(address, task);
    }

    /** Lets a task's device go to the next task of this process; other processes still find it taken. */
    synchronized void release(String address, long task) {
        holders.remove(address, task);
    }

    @Override
    public synchronized void close() {
        holders.clear();
        try {
            for (Claim claim : claims.values()) {
                claim.lock.release();
                claim.channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("releasing GPUs", e);
        } finally {
            claims.clear();
        }
    }

    private Claim lock(String address) {
        Path file = folder.resolve("jointae-gpu-" + address.replaceAll("[^A-Za-z0-9-]", "_") + ".lock");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw shared(address, "another process on this host");
            }
            return new Claim(channel, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("claiming GPU " + address + " by " + file, e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static InvalidInputException shared(String address, String other) {
        return InvalidInputException.of(
                "GPU %s is already used by %s: one GPU a task (spark.task.resource.gpu.amount=1), and let the"
                        + " cluster manager isolate devices or the discovery script hand out distinct ones",
                address, other);
    }
}
