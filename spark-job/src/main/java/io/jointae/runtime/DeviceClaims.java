package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The GPUs that this process has claimed. A claim is a lock on a file of the host. It detects that two executors got the
 * same address, as happens on YARN without GPU isolation and with two standalone workers on one host. The operating
 * system releases the locks of a process that dies.
 */
final class DeviceClaims implements AutoCloseable {

    private record Claim(FileChannel channel, FileLock lock) {}

    /** Linux shows the process itself here; its owner is the user of the process, also without an entry in /etc/passwd. */
    private static final Path PROCESS = Path.of("/proc/self");

    private final Path folder;
    private final Map<String, Claim> claims = new HashMap<>();
    private final Map<String, Long> holders = new HashMap<>();

    /**
     * Returns the folder of the lock files: one per user, because another user could otherwise hold the locks, or put a
     * link in their place. Executors of different users do not see each other's claims.
     */
    static String defaultFolder() {
        try {
            String user = Files.getOwner(PROCESS).getName();
            return "/tmp/jointae-gpu-" + user.replaceAll("[^A-Za-z0-9-]", "_");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find the user of this process in " + PROCESS, e);
        }
    }

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
            createOwnFolder();
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
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

    /** Creates the folder for this user alone, and refuses one in which another user could put files. */
    private void createOwnFolder() throws IOException {
        Set<PosixFilePermission> own = PosixFilePermissions.fromString("rwx------");
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            try {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(own));
            } catch (FileAlreadyExistsException e) {
                // Another executor of this user may have created it at the same time; the check below decides.
            }
        }
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean closed = found.isDirectory() && own.containsAll(found.permissions());
        if (!closed || !found.owner().equals(Files.getOwner(PROCESS))) {
            throw InvalidInputException.of(
                    "The folder %s of the GPU locks does not belong to this user alone: delete it, or set %s to a folder"
                            + " with the permissions rwx------ that all executors of the host share.",
                    folder, TaskDevice.CLAIMS_FOLDER);
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
