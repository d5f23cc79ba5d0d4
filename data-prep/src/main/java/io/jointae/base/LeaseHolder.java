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
 * @param application the identifier of the run's application; null or empty if there is none
 * @param attempt the number of the attempt of that application, or 0; null if the file does not say it
 */
record LeaseHolder(
        String owner, String started, String machine, long process, Long term, String application, Long attempt) {

    /** The term of a run that does not hold the lease yet. */
    static final long ASKING = 0;

    /**
     * The environment variable that names the machine. It is for virtual machines that were started from one snapshot and
     * therefore look the same. The value {@value #NO_MACHINE} stands for an unknown machine, whose processes cannot be
     * looked up.
     */
    private static final String MACHINE = "JOINTAE_MACHINE";

    private static final String NO_MACHINE = "none";

    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** Replaces a missing term by the first one, and a missing application by none. */
    LeaseHolder {
        term = term == null ? 1 : term;
        application = application == null ? "" : application;
        attempt = attempt == null ? 0 : attempt;
    }

    /** Creates a run that belongs to no known application. */
    LeaseHolder(String owner, String started, String machine, long process, Long term) {
        this(owner, started, machine, process, term, null, null);
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

    /** Returns the same run as a part of an application. */
    LeaseHolder partOf(LeaseRequest.Application other) {
        return new LeaseHolder(owner, started, machine, process, term, other.id(), other.attempt());
    }

    /** Returns the same run as the holder of the lease. */
    LeaseHolder holding(long newTerm) {
        return new LeaseHolder(owner, started, machine, process, newTerm, application, attempt);
    }

    /**
     * Returns whether this run is a later attempt of the other run's application. A cluster manager starts an attempt
     * after the one before has ended, or in its place, so the other run has no right to the lease any more.
     */
    boolean supersedes(LeaseHolder other) {
        if (application.isEmpty() || !application.equals(other.application)) {
            return false;
        }
        return attempt.equals(other.attempt)
                ? Instant.parse(started).isAfter(Instant.parse(other.started))
                : attempt > other.attempt;
    }

    /** Describes the run for messages, such as {@code process 17 on node-3, which began at 2026-01-01T00:00:00Z}. */
    String describe() {
        String host = machine.isEmpty() ? "an unknown machine" : machine.split(" ")[0];
        String part = attempt > 0 ? "attempt " + attempt + " of " : "part of ";
        return (application.isEmpty() ? "" : part + application + ", ") + "process " + process + " on " + host
                + ", which began at " + started;
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
        String given = System.getenv(MACHINE);
        if (given != null) {
            return given.equals(NO_MACHINE) ? "" : given;
        }
        if (!Files.isReadable(BOOT) || !Files.isSymbolicLink(NAMESPACE)) {
            return "";
        }
        return InetAddress.getLocalHost().getHostName() + " "
                + Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NAMESPACE);
    }
}
