package io.jointae.base;

import io.jointae.base.LeaseClaims.Claim;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A lease on a folder, so that only one run writes there. Its holder renews it every ten seconds. Another run takes it
 * over if it was not renewed for a minute, or if its holder was a process of the same machine and has ended.
 *
 * <p>Each run writes a claim, a file of its own that no other run writes, and lists the claims after that. It holds the
 * lease if it sees no claim of another living run, and withdraws its claim otherwise. If two runs ask at the same time,
 * the one that lists later sees both claims, so that they never both hold the lease. This needs no atomic creation and
 * no pause: only that a file is listed once it is written, as local file systems, HDFS and S3 guarantee.
 *
 * <p>A run that takes the lease over has a higher term. A holder that was suspended for more than a minute finds at its
 * next renewal that its claim is gone or that a higher term exists, and stops.
 */
public final class Lease implements AutoCloseable {

    /** The name of a claim begins with this, and is just this in versions before 0.2.0. */
    public static final String NAME = "_LOCK";

    private static final long RENEWAL_SECONDS = 10;
    private static final long POLL_MILLIS = 50;
    private static final long WAITING_POLL_MILLIS = 1_000;

    /** A claim of this age is renewed before its run relies on it; no other run takes it for a dead one before. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(LeaseClaims.EXPIRY_MILLIS / 4);

    private final FileSystem fileSystem;
    private final Path folder;
    private final Purpose purpose;
    private final LeaseClaims claims;
    private final ScheduledExecutorService renewal;
    private boolean createdFolder;
    private LeaseHolder holder;
    private long renewedNanos;
    private volatile String lostTo;

    /**
     * Who takes a lease, for messages.
     *
     * @param run the kind of run, such as {@code sweep}
     * @param alternative what a user can do other than wait, such as {@code choose another results folder}
     * @param field the field that names the folder; null if several commands have different fields
     */
    public record Purpose(String run, String alternative, FieldName field) {}

    /** Says whether a run waits for a holder that may have died. */
    public enum Patience {
        /** The run is refused at once. */
        NONE,
        /** The run waits until the lease expires, and is refused as soon as its holder renews it. */
        UNTIL_EXPIRY
    }

    private Lease(FileSystem fileSystem, Path folder, Purpose purpose, LeaseClock clock) throws IOException {
        this.fileSystem = fileSystem;
        this.folder = folder;
        this.purpose = purpose;
        this.holder = LeaseHolder.thisProcess(UUID.randomUUID().toString(), Instant.now());
        this.claims = new LeaseClaims(fileSystem, folder, holder.owner(), clock);
        this.renewal = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "lease on " + folder.getName());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes the lease on a folder, and creates the folder if it does not exist.
     *
     * @throws InvalidInputException if another run holds the lease
     */
    public static Lease take(Configuration conf, String folder, Purpose purpose, Patience patience) throws IOException {
        return take(conf, folder, purpose, patience, LeaseClock.FILE_SYSTEM);
    }

    static Lease take(Configuration conf, String folder, Purpose purpose, Patience patience, LeaseClock clock)
            throws IOException {
        Path path = new Path(folder);
        FileSystem fileSystem = path.getFileSystem(conf);
        Lease lease = new Lease(fileSystem, path, purpose, clock);
        lease.createdFolder = !fileSystem.exists(path);
        fileSystem.mkdirs(path);
        try {
            lease.acquire(patience);
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
        lease.renewal.scheduleAtFixedRate(lease::renew, RENEWAL_SECONDS, RENEWAL_SECONDS, TimeUnit.SECONDS);
        return lease;
    }

    /** Returns whether a run that seems to be alive holds the lease on a folder, or asks for it. */
    public static boolean isHeld(Configuration conf, String folder) throws IOException {
        Path path = new Path(folder);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (!fileSystem.exists(path)) {
            return false;
        }
        LeaseClaims claims = new LeaseClaims(fileSystem, path, UUID.randomUUID().toString(), LeaseClock.FILE_SYSTEM);
        return !claims.living(claims.others()).isEmpty();
    }

    /** Returns whether a file of a folder belongs to the lease on the folder. */
    public static boolean isClaim(Path file) {
        return file.getName().equals(NAME) || file.getName().startsWith(NAME + "-");
    }

    private void acquire(Patience patience) throws IOException {
        long begin = System.nanoTime();
        long highestTerm = LeaseHolder.ASKING;
        List<Claim> waitedFor = List.of();
        write();
        while (true) {
            List<Claim> others = claims.others();
            highestTerm = others.stream().mapToLong(Claim::term).reduce(highestTerm, Math::max);
            List<Claim> living = claims.living(others);
            if (living.isEmpty() && isFresh()) {
                claims.remove(others);
                holder = holder.holding(highestTerm + 1);
                renewNow();
                check();
                return;
            }
            Optional<Claim> held = living.stream().filter(Claim::holds).findFirst();
            if (held.isPresent()) {
                boolean alive = held.get().holder().get().runsHere()
                        || waitedFor.stream().anyMatch(held.get()::isRenewalOf);
                if (patience == Patience.NONE || alive) {
                    throw inUse(held.get());
                }
                if (waitedFor.isEmpty()) {
                    System.err.printf(
                            "jointae: %s has the lock of another %s, which may have ended. This run waits at most %d s until"
                                    + " the lock expires.%n",
                            folder, purpose.run(), LeaseClaims.EXPIRY_MILLIS / 1000);
                    waitedFor = living;
                }
            } else if (isBehind(living)
                    || System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(LeaseClaims.EXPIRY_MILLIS)) {
                throw justTaken();
            }
            pause(held.isPresent() ? WAITING_POLL_MILLIS : POLL_MILLIS);
            if (!isFresh()) {
                write();
            }
        }
    }

    private boolean isFresh() {
        return System.nanoTime() - renewedNanos < FRESH_NANOS;
    }

    /** Returns whether another asking run goes first: of several, the one with the first identifier goes on. */
    private boolean isBehind(List<Claim> asking) {
        return asking.stream()
                .flatMap(claim -> claim.holder().stream())
                .anyMatch(other -> other.owner().compareTo(holder.owner()) < 0);
    }

    private void pause(long millis) throws IOException {
        try {
            claims.clock().pause(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The thread was interrupted while it waited for the lock in " + folder);
        }
    }

    private InvalidInputException refusal(String state) {
        String message = "%s is in use: another %s " + state + ". Wait until that %s ends, or %s";
        return purpose.field() == null
                ? InvalidInputException.of(message + ".", folder, purpose.run(), purpose.run(), purpose.alternative())
                : InvalidInputException.of(
                        message + " (%s).",
                        folder,
                        purpose.run(),
                        purpose.run(),
                        purpose.alternative(),
                        purpose.field());
    }

    private InvalidInputException inUse(Claim claim) throws IOException {
        return refusal("renewed its lock there " + Math.max(0, claims.ageMillis(claim) / 1000) + " s ago");
    }

    private InvalidInputException justTaken() {
        return refusal("has just started there");
    }

    private void write() throws IOException {
        // The time is taken before the claim is written, so that the claim is younger than this run believes.
        long begin = System.nanoTime();
        claims.write(holder);
        renewedNanos = begin;
    }

    /**
     * Renews the lease. Renewal and release exclude each other, and there is no renewal after the release, because it
     * would leave a claim behind.
     */
    synchronized void renew() {
        if (renewal.isShutdown() || lostTo != null) {
            return;
        }
        try {
            renewNow();
        } catch (IOException e) {
            // The next renewal tries again. After a minute without success, another run may take the lease over.
            System.err.println("jointae: cannot renew the lock in " + folder + ": " + e.getMessage());
        }
    }

    private void renewNow() throws IOException {
        if (claims.ownExists()) {
            write();
        } else {
            lostTo = "another " + purpose.run();
        }
        for (Claim other : claims.others()) {
            if (other.holds() && other.term() >= holder.term()) {
                lostTo = "another " + purpose.run() + ", which began at "
                        + other.holder().get().started();
                claims.withdraw();
            }
        }
    }

    /**
     * Checks that no other run is known to have taken the lease over.
     *
     * @throws IOException if another run took the lease over because this run did not renew it in time
     */
    public void check() throws IOException {
        if (lostTo != null) {
            throw new IOException(folder + " now belongs to " + lostTo + ": this " + purpose.run()
                    + " could not renew its lock for a minute, and stops.");
        }
    }

    /**
     * Makes sure that this run holds the lease now. It belongs immediately before the step that makes a result visible.
     *
     * @throws IOException if another run took the lease over, or if the lease cannot be renewed
     */
    public synchronized void confirm() throws IOException {
        if (lostTo == null) {
            renewNow();
        }
        check();
    }

    /** Deletes the folder with everything in it, the claim of this run last, and thereby releases the lease. */
    public synchronized void releaseAndDeleteFolder() throws IOException {
        check();
        renewal.shutdown();
        deleteContents();
        fileSystem.delete(folder, true);
    }

    /** Deletes everything in the folder but the claims. */
    public void deleteContents() throws IOException {
        for (FileStatus status : fileSystem.listStatus(folder, path -> !isClaim(path))) {
            fileSystem.delete(status.getPath(), true);
        }
    }

    /** Releases the lease. A folder that the lease created is deleted if nothing was written to it. */
    @Override
    public synchronized void close() throws IOException {
        // No interrupt here: it could cut a renewal short.
        renewal.shutdown();
        claims.withdraw();
        if (createdFolder && fileSystem.exists(folder) && fileSystem.listStatus(folder).length == 0) {
            fileSystem.delete(folder, false);
        }
    }
}
