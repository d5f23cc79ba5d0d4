package io.jointae.sweep;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The run that holds a {@link SweepLock}, as the lock file stores it.
 *
 * @param owner a random identifier of the run
 * @param started when the run began, an ISO-8601 instant
 * @param machine identifies the machine within which process identifiers are unique; empty if it is unknown
 * @param process identifier of the operating system's process
 */
record LockHolder(String owner, String started, String machine, long process) {

    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** Returns a holder that names this process. */
    static LockHolder thisProcess(String owner, Instant started) throws IOException {
        return new LockHolder(
                owner,
                started.toString(),
                thisMachine(),
                ProcessHandle.current().pid());
    }

    /** Returns whether the holder is a process of this machine that has ended. */
    boolean hasExited() throws IOException {
        return !machine.isEmpty()
                && machine.equals(thisMachine())
                && !ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    /**
     * Returns the host, its boot and the process namespace. The namespace is part of it because each container on a host
     * counts its processes from 1.
     */
    private static String thisMachine() throws IOException {
        if (!Files.isReadable(BOOT) || !Files.isSymbolicLink(NAMESPACE)) {
            return "";
        }
        return InetAddress.getLocalHost().getHostName() + " "
                + Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NAMESPACE);
    }
}
