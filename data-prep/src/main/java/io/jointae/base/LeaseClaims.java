package io.jointae.base;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The claims on the {@link Lease} of a folder, as one run sees them: its own, which no other run writes, and those of
 * other runs.
 *
 * @param fileSystem the file system of the folder
 * @param folder the folder with the claims
 * @param owner the identifier of the run that looks at the claims
 * @param clock the clock that tells the age of a claim
 */
record LeaseClaims(FileSystem fileSystem, Path folder, String owner, LeaseClock clock) {

    /** The time without renewal after which a run counts as dead, in milliseconds. */
    static final long EXPIRY_MILLIS = 60_000;

    private static final int LARGEST_CLAIM = 1 << 16;

    /** The beginning of the name of a file that a run writes and deletes again, to learn the time of the file system. */
    static final String TIME = Lease.NAME + ".now-";

    /**
     * A claim of another run.
     *
     * @param file the file of the claim
     * @param written when it was written or renewed, in milliseconds of the file system's clock
     * @param holder the run; empty while its file is being written
     */
    record Claim(Path file, long written, Optional<LeaseHolder> holder) {

        /** Returns whether the run holds the lease. */
        boolean holds() {
            return term() > LeaseHolder.ASKING;
        }

        /** Returns the term of the run, or {@link LeaseHolder#ASKING} while it is not known. */
        long term() {
            return holder.map(LeaseHolder::term).orElse(LeaseHolder.ASKING);
        }

        /** Returns whether the run is an earlier attempt of the application of another run. */
        boolean isOlderThan(LeaseHolder other) {
            return holder.isPresent() && other.supersedes(holder.get());
        }

        /** Describes the run for messages. */
        String describe() {
            return holder.map(LeaseHolder::describe).orElse("which is starting");
        }
    }

    /** Returns the file of this run's own claim. */
    Path ownFile() {
        return new Path(folder, Lease.NAME + "-" + owner);
    }

    /** Writes or renews this run's own claim. */
    void write(LeaseHolder holder) throws IOException {
        try (OutputStream out = fileSystem.create(ownFile(), true)) {
            out.write(Json.line(holder).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns whether this run's own claim exists. */
    boolean ownExists() throws IOException {
        return fileSystem.exists(ownFile());
    }

    /** Deletes this run's own claim if it exists. */
    void withdraw() throws IOException {
        fileSystem.delete(ownFile(), false);
    }

    /** Deletes the claims of dead runs, and the files with which they learned the time. */
    void remove(List<Claim> dead) throws IOException {
        for (Claim claim : dead) {
            fileSystem.delete(claim.file(), false);
            String run = claim.file().getName().replaceFirst("^" + Lease.NAME + "-?", "");
            fileSystem.delete(new Path(folder, TIME + run), false);
        }
    }

    /** Returns the claims of all other runs, living or dead. */
    List<Claim> others() throws IOException {
        List<Claim> claims = new ArrayList<>();
        for (FileStatus status : fileSystem.listStatus(folder, Lease::isClaim)) {
            if (!status.getPath().getName().equals(ownFile().getName())) {
                claims.add(new Claim(status.getPath(), status.getModificationTime(), read(status.getPath())));
            }
        }
        return claims;
    }

    /** Returns the claims whose run has neither ended nor missed its renewals for a minute. */
    List<Claim> living(List<Claim> claims) throws IOException {
        List<Claim> living = new ArrayList<>();
        for (Claim claim : claims) {
            boolean exited = claim.holder().isPresent() && claim.holder().get().hasExited();
            if (!exited && ageMillis(claim) < EXPIRY_MILLIS) {
                living.add(claim);
            }
        }
        return living;
    }

    /** Returns the claims of living runs that a run has to respect: all but those of earlier attempts of its application. */
    List<Claim> rivals(List<Claim> claims, LeaseHolder self) throws IOException {
        return living(claims).stream().filter(claim -> !claim.isOlderThan(self)).toList();
    }

    /** Returns whether another asking run goes first: of several, the one with the first identifier goes on. */
    boolean isBehind(List<Claim> asking) {
        return asking.stream()
                .flatMap(claim -> claim.holder().stream())
                .anyMatch(other -> other.owner().compareTo(owner) < 0);
    }

    /** Says whose lease a run takes over, if it is that of an earlier attempt of its own application. */
    void reportTakeOver(List<Claim> others, LeaseHolder self) {
        others.stream()
                .filter(claim -> claim.holds() && claim.isOlderThan(self))
                .forEach(claim -> System.err.printf(
                        "jointae: This run takes over the lock in %s from an earlier attempt of its application (%s).%n",
                        folder, claim.describe()));
    }

    /** Waits before the claims of other runs are read again. */
    void pause(long millis) throws IOException {
        try {
            clock.pause(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The thread was interrupted while it waited for the lock in " + folder);
        }
    }

    /** Returns the time since a claim was renewed, by the clock of the file system. */
    long ageMillis(Claim claim) throws IOException {
        return clock.millis(fileSystem, new Path(folder, TIME + owner)) - claim.written();
    }

    /** Returns the run of a claim, or empty if there is no such file or if its run has not finished writing it. */
    private Optional<LeaseHolder> read(Path claim) throws IOException {
        try {
            String text = new String(AtomicFile.read(fileSystem, claim, LARGEST_CLAIM), StandardCharsets.UTF_8);
            return Optional.of(Json.parse(text, LeaseHolder.class, claim.toString()));
        } catch (FileNotFoundException | ChecksumException | InvalidInputException beingWritten) {
            return Optional.empty();
        }
    }
}
