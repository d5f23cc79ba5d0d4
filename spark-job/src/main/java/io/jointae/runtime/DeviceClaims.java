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
 * The GPUs that this process has claimed. A claim is a lock on a file of the host. It detects that two executors got the
 * same address, as happens on YARN without GPU isolation and with two standalone workers on one host. The operating
 * system releases the locks of a process that dies.
 */
final class DeviceClaims implements AutoCloseable {

    private record Claim(FileChannel channel, FileLock lock) {}

    private final Path folder;
    private final Map<String, Claim> claims = new HashMap<>();
    private final Map<String, Long> holders = new HashMap<>();

    /**
     * Starts without claims.
     *
     * @param folder for the lock files; shared by all processes of the host that see the same devices
     */
    DeviceClaims(Path folder) {
        this.folder = folder;
    }

    /**
     * Claims a device for one task.
     *
     * @param address the address that Spark assigned
     * @param task the task's attempt id, unique in the application
     * @throws InvalidInputException if another task or another process holds the device
     */
    synchronized void take(String address, long task) {
        Long holder = holders.get(address);
        if (holder != null && holder != task) {
            throw shared(address, "task " + holder + " of this executor");
        }
        if (!claims.containsKey(address)) {
            claims.put(address, lock(address));
        }
        // Set only after the lock, so that a refused task holds nothing and its next attempt is refused as well.
        holders.put(address, task);
    }

    /** Frees a task's device for the next task of this process. The process keeps its lock. */
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
            throw new UncheckedIOException("cannot release the lock files of GPUs", e);
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
            throw new UncheckedIOException("cannot claim GPU " + address + " by the lock file " + file, e);
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
                "GPU %s is already used by %s: set spark.task.resource.gpu.amount=1, and let the cluster manager"
                        + " isolate devices or the discovery script return distinct ones.",
                address, other);
    }
}
