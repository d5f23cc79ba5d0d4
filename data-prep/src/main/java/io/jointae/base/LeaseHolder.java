package io.jointae.base;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A run that holds a {@link Lease} or asks for it, as its claim stores it.
 *
 * @param owner a random identifier of the run
 * @param started when the run began, an ISO-8601 instant
 * @param machine identifies the machine within which process identifiers are unique; empty if it is unknown
 * @param process identifier of the operating system's process
 * @param term {@value #ASKING} for a run that asks for the lease; otherwise the number of runs that have held it in a row
 *     because each took it over from the one before, from 1. Null in files of versions before 0.2.0, whose owner holds
 *     the lease.
 */
record LeaseHolder(String owner, String started, String machine, long process, Long term) {

    /** The term of a run that does not hold the lease yet. */
    static final long ASKING = 0;

    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** Replaces a missing term by the first one. */
    LeaseHolder {
        term = term == null ? 1 : term;
    }

    /** Returns a run of this process that asks for the lease. */
    static LeaseHolder thisProcess(String owner, Instant started) throws IOException {
        return new LeaseHolder(
                owner,
                started.toString(),
                thisMachine(),
                ProcessHandle.current().pid(),
                ASKING);
    }

    /** Returns the same run as the holder of the lease. */
    LeaseHolder holding(long newTerm) {
        return new LeaseHolder(owner, started, machine, process, newTerm);
    }

    /** Returns whether the run holds the lease. */
    boolean holds() {
        return term > ASKING;
    }

    /** Returns whether the run was a process of this machine that has ended. */
    boolean hasExited() throws IOException {
        return isOfThisMachine() && !isAlive();
    }

    /** Returns whether the run is a process of this machine that has not ended. */
    boolean runsHere() throws IOException {
        return isOfThisMachine() && isAlive();
    }

    private boolean isOfThisMachine() throws IOException {
        return !machine.isEmpty() && machine.equals(thisMachine());
    }

    private boolean isAlive() {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
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
