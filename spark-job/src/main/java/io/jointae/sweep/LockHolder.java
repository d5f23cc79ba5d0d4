package io.jointae.sweep;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Who holds a {@link SweepLock}.
 *
 * @param owner a random name of the run
 * @param started ISO-8601 instant
 * @param machine within which process numbers mean the same; empty where that is not known
 * @param process number
 */
record LockHolder(String owner, String started, String machine, long process) {

    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** This process. */
    static LockHolder here(String owner, Instant started) throws IOException {
        return new LockHolder(
                owner,
                started.toString(),
                thisMachine(),
                ProcessHandle.current().pid());
    }

    /** Whether its process is known not to run any more. */
    boolean gone() throws IOException {
        return !machine.isEmpty()
                && machine.equals(thisMachine())
                && !ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Host, start of the system and namespace: containers on one host count their processes each from 1. */
    private static String thisMachine() throws IOException {
        if (!Files.isReadable(BOOT) || !Files.isSymbolicLink(NAMESPACE)) {
            return "";
        }
        return InetAddress.getLocalHost().getHostName() + " "
                + Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NAMESPACE);
    }
}
