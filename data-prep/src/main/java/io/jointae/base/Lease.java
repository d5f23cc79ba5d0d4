package io.jointae.base;

import io.jointae.base.LeaseClaims.Claim;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 *
 * <p>A later attempt of the application that holds the lease takes it over at once. Should the earlier attempt still be
 * alive, it finds that its claim is gone when it confirms the lease, which it does before it writes a result.
 */
public final class Lease implements AutoCloseable {

    /** The name of a claim begins with this, and is just this in versions before 0.2.0. */
    public static final String NAME = "_LOCK";

    private static final long RENEWAL_SECONDS = 10;
    private static final long POLL_MILLIS = 50;
    private static final long WAITING_POLL_MILLIS = 1_000;
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long EXPIRY_NANOS = TimeUnit.MILLISECONDS.toNanos(LeaseClaims.EXPIRY_MILLIS);

    /** A claim of this age is renewed before its run relies on it; no other run takes it for a dead one before. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(LeaseClaims.EXPIRY_MILLIS / 4);

    private final FileSystem fileSystem;
    private final Path folder;
    private final LeaseRequest request;
    private final LeaseClaims claims;
    private final ScheduledExecutorService renewal;
    private boolean createdFolder;
    private LeaseHolder holder;
    private long renewedNanos;
    private volatile String lostTo;

    /** Reports that another run has taken the lease over, so that the folder no longer belongs to this run. */
    public static final class LostException extends IOException {
        private static final long serialVersionUID = 1;

        private LostException(String message) {
            super(message);
        }
    }

    private Lease(FileSystem fileSystem, Path folder, LeaseRequest request, LeaseClock clock) throws IOException {
        this.fileSystem = fileSystem;
        this.folder = folder;
        this.request = request;
        this.holder = LeaseHolder.thisProcess(UUID.randomUUID().toString(), Instant.now())
                .partOf(request.application());
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
     * @throws InvalidInputException if another run holds the lease, and still holds it after the patience of the request
     */
    public static Lease take(Configuration conf, String folder, LeaseRequest request) throws IOException {
        return take(conf, folder, request, LeaseClock.FILE_SYSTEM);
    }

    static Lease take(Configuration conf, String folder, LeaseRequest request, LeaseClock clock) throws IOException {
        Path path = new Path(folder);
        FileSystem fileSystem = path.getFileSystem(conf);
        Lease lease = new Lease(fileSystem, path, request, clock);
        lease.createdFolder = !fileSystem.exists(path);
        fileSystem.mkdirs(path);
        try {
            lease.acquire();
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

    /** Returns whether a file of a folder is there for the lease on the folder: a claim, or a file that shows the time. */
    public static boolean isFileOfLease(Path file) {
        return isClaim(file) || file.getName().startsWith(LeaseClaims.TIME);
    }

    static boolean isClaim(Path file) {
        return file.getName().equals(NAME) || file.getName().startsWith(NAME + "-");
    }

    private void acquire() throws IOException {
        long begin = System.nanoTime();
        // A holder is alive if it renews its claim after this run has seen it first.
        Map<Path, Long> firstSeen = new HashMap<>();
        long highestTerm = LeaseHolder.ASKING;
        long askedSince = begin;
        write();
        while (true) {
            List<Claim> others = claims.others();
            highestTerm = others.stream().mapToLong(Claim::term).reduce(highestTerm, Math::max);
            List<Claim> rivals = claims.rivals(others, holder);
            if (rivals.isEmpty() && isFresh()) {
                claims.reportTakeOver(others, holder);
                claims.remove(others);
                holder = holder.holding(highestTerm + 1);
                renewNow();
                check();
                return;
            }
            boolean timeLeft =
                    System.nanoTime() - begin < request.patience().whileAlive().toNanos();
            Optional<Claim> held = rivals.stream().filter(Claim::holds).findFirst();
            if (held.isPresent()) {
                waitFor(held.get(), firstSeen, timeLeft);
                claims.pause(WAITING_POLL_MILLIS);
                askedSince = System.nanoTime();
            } else if (claims.isBehind(rivals) || System.nanoTime() - askedSince > EXPIRY_NANOS) {
                if (!timeLeft) {
                    throw request.refusal(folder.toString(), "has just started there");
                }
                // The run that goes first sees no rival while this one pauses.
                claims.withdraw();
                claims.pause(WAITING_POLL_MILLIS);
                write();
            } else {
                claims.pause(POLL_MILLIS);
            }
            if (!isFresh()) {
                write();
            }
        }
    }

    /** Refuses the lease if this run shall not wait for its holder, and says once for whom it waits. */
    private void waitFor(Claim held, Map<Path, Long> firstSeen, boolean timeLeft) throws IOException {
        boolean isNew = firstSeen.putIfAbsent(held.file(), held.written()) == null;
        boolean alive = held.holder().get().runsHere() || held.written() > firstSeen.get(held.file());
        long age = Math.max(0, claims.ageMillis(held) / 1000);
        boolean waits = alive ? timeLeft : request.patience().untilExpiry();
        if (!waits || held.holder().get().supersedes(holder)) {
            throw request.refusal(folder.toString(), "renewed its lock there " + age + " s ago");
        }
        if (isNew) {
            System.err.printf(
                    "jointae: %s has the lock of another %s (%s), renewed %d s ago. This run waits %s.%n",
                    folder,
                    request.run(),
                    held.describe(),
                    age,
                    request.patience().describe(LeaseClaims.EXPIRY_MILLIS / 1000 - age));
        }
    }

    private boolean isFresh() {
        return System.nanoTime() - renewedNanos < FRESH_NANOS;
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
        } catch (IOException | RuntimeException e) {
            // The next renewal tries again, while an exception that leaves this method would end all renewals. After a
            // minute without success, another run may take the lease over.
            System.err.println("jointae: cannot renew the lock in " + folder + ": " + e.getMessage());
        }
    }

    private void renewNow() throws IOException {
        if (claims.ownExists()) {
            write();
        } else {
            boolean startsAgain = !request.application().id().isEmpty();
            lostTo = "another " + request.run() + (startsAgain ? " or a later attempt of this application" : "");
        }
        for (Claim other : claims.others()) {
            if (other.holds() && other.term() >= holder.term() && !other.isOlderThan(holder)) {
                lostTo = "another " + request.run() + ", which began at "
                        + other.holder().get().started();
                claims.withdraw();
            }
        }
    }

    /**
     * Checks that no other run is known to have taken the lease over.
     *
     * @throws LostException if another run took the lease over because this run did not renew it in time
     */
    public void check() throws LostException {
        if (lostTo != null) {
            throw new LostException(folder + " now belongs to " + lostTo + ": this " + request.run()
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

    /**
     * Makes sure that this run held the lease a second ago, for checks that are made often. A file system that fails for a
     * while does not count: {@link #confirm} reports it.
     *
     * @throws LostException if another run took the lease over
     */
    public synchronized void confirmRecently() throws LostException {
        if (System.nanoTime() - renewedNanos > RECENT_NANOS) {
            renew();
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

    /** Deletes everything in the folder but the files of the lease. */
    public void deleteContents() throws IOException {
        for (FileStatus status : fileSystem.listStatus(folder, path -> !isFileOfLease(path))) {
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
