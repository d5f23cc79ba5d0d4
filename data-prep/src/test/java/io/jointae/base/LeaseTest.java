package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.LeaseRequest.Application;
import io.jointae.base.LeaseRequest.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final LeaseHolder OTHER_MACHINE =
            new LeaseHolder("other", "2026-01-01T00:00:00Z", "another machine", 1, 1L);
    private static final LeaseRequest SWEEP =
            new LeaseRequest("sweep", "choose another results folder", FieldName.of("out")).with(Patience.NONE);

    /** A clock that stands still, and runs an action while a run waits. */
    private record FixedClock(Waiting waiting) implements LeaseClock {

        interface Waiting {
            void run() throws IOException;
        }

        @Override
        public long millis(FileSystem fileSystem, org.apache.hadoop.fs.Path probe) {
            return NOW.toEpochMilli();
        }

        @Override
        public void pause(long millis) {
            try {
                waiting.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @TempDir
    private Path dir;

    private Lease take() throws Exception {
        return Lease.take(new Configuration(), dir.toString(), SWEEP, new FixedClock(() -> {}));
    }

    private Lease takePatiently(FixedClock.Waiting waiting) throws Exception {
        return Lease.take(
                new Configuration(), dir.toString(), SWEEP.with(Patience.UNTIL_EXPIRY), new FixedClock(waiting));
    }

    private Path writeClaim(String name, LeaseHolder holder, Duration age) throws IOException {
        Path file = dir.resolve(name);
        Files.writeString(file, Json.line(holder));
        // Hadoop's local file system would compare the text with the checksum of an earlier one.
        Files.deleteIfExists(dir.resolve("." + name + ".crc"));
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
        return file;
    }

    private Path writeClaim(LeaseHolder holder, Duration age) throws IOException {
        return writeClaim(Lease.NAME + "-" + holder.owner(), holder, age);
    }

    private List<Path> claims() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().startsWith(Lease.NAME))
                    .toList();
        }
    }

    @Test
    void aSecondRunIsRefusedUntilTheFirstEnds() throws Exception {
        try (Lease first = take()) {
            first.check();
            Files.setLastModifiedTime(claims().get(0), FileTime.from(NOW));
            assertThat(Lease.isHeld(new Configuration(), dir.toString())).isFalse();
            assertThatThrownBy(this::take)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(dir
                            + " is in use: another sweep renewed its lock there 0 s ago. Wait until that sweep ends, or"
                            + " choose another results folder (out).");
            assertThat(claims()).hasSize(1);
        }
        take().close();
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.filter(file -> !file.toString().endsWith(".crc"))).isEmpty();
        }
    }

    @Test
    void aLeaseIsHeldWhileItsRunLives() throws Exception {
        assertThat(Lease.isHeld(new Configuration(), dir.toString())).isFalse();
        try (Lease first = Lease.take(new Configuration(), dir.toString(), SWEEP)) {
            first.confirm();
            assertThat(Lease.isHeld(new Configuration(), dir.toString())).isTrue();
        }
        assertThat(Lease.isHeld(new Configuration(), dir.toString())).isFalse();
    }

    @Test
    void theLeaseOfAnotherMachineExpiresAMinuteAfterItsLastRenewal() throws Exception {
        writeClaim(OTHER_MACHINE, Duration.ofSeconds(59));
        assertThatThrownBy(this::take)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("renewed its lock there 59 s ago");
        Path file = writeClaim(OTHER_MACHINE, Duration.ofSeconds(60));
        try (Lease taken = take()) {
            taken.check();
            assertThat(file).doesNotExist();
            assertThat(claims())
                    .singleElement()
                    .satisfies(
                            claim -> assertThat(Json.parse(Files.readString(claim), LeaseHolder.class, claim.toString())
                                            .term())
                                    .isEqualTo(2));
        }
        assertThat(claims()).isEmpty();
    }

    @Test
    void theLockOfAnEarlierVersionIsALease() throws Exception {
        Path file = dir.resolve(Lease.NAME);
        String text = "{\"owner\":\"old\",\"started\":\"2026-01-01T00:00:00Z\",\"machine\":\"m\",\"process\":1}";
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(NOW));
        assertThatThrownBy(this::take)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another sweep renewed its lock there 0 s ago");
        Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(60)));
        take().close();
        assertThat(file).doesNotExist();
    }

    @Test
    void theLeaseOfAnEndedProcessOfThisMachineExpiresAtOnce() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        LeaseHolder running = LeaseHolder.thisProcess("running", NOW).holding(1);
        writeClaim(new LeaseHolder("ended", running.started(), running.machine(), process.pid(), 1L), Duration.ZERO);
        take().close();
        writeClaim(running, Duration.ZERO);
        assertThatThrownBy(this::take).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aPatientRunWaitsForTheLeaseOfADeadRunToExpire() throws Exception {
        AtomicInteger waits = new AtomicInteger();
        writeClaim(OTHER_MACHINE, Duration.ofSeconds(50));
        try (Lease taken = takePatiently(() -> {
            waits.incrementAndGet();
            writeClaim(OTHER_MACHINE, Duration.ofSeconds(60));
        })) {
            taken.check();
            assertThat(waits).hasValue(1);
        }
    }

    @Test
    void aPatientRunIsRefusedOnceTheHolderRenewsItsLease() throws Exception {
        writeClaim(OTHER_MACHINE, Duration.ofSeconds(9));
        assertThatThrownBy(() -> takePatiently(() -> writeClaim(OTHER_MACHINE, Duration.ZERO)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("renewed its lock there 0 s ago");
    }

    @Test
    void ofRunsThatAskAtTheSameTimeTheOneWithTheFirstIdentifierGoesOn() throws Exception {
        // Identifiers are random numbers in hexadecimal.
        LeaseHolder asking = LeaseHolder.thisProcess("-", NOW);
        Path first = writeClaim(asking, Duration.ZERO);
        assertThatThrownBy(this::take)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another sweep has just started there");
        Files.delete(first);
        LeaseHolder later = LeaseHolder.thisProcess("z", NOW);
        Path last = writeClaim(later, Duration.ZERO);
        takePatiently(() -> Files.delete(last)).close();
    }

    @Test
    void ofManyRunsThatStartTogetherExactlyOneHoldsTheLease() throws Exception {
        int runs = 6;
        ExecutorService threads = Executors.newFixedThreadPool(runs);
        try {
            for (int round = 0; round < 20; round++) {
                Path folder = Files.createDirectory(dir.resolve("round-" + round));
                CyclicBarrier start = new CyclicBarrier(runs);
                List<Future<Lease>> pending = new ArrayList<>();
                for (int i = 0; i < runs; i++) {
                    pending.add(threads.submit(() -> {
                        start.await();
                        try {
                            return Lease.take(new Configuration(), folder.toString(), SWEEP);
                        } catch (InvalidInputException refused) {
                            return null;
                        }
                    }));
                }
                List<Lease> held = new ArrayList<>();
                for (Future<Lease> each : pending) {
                    if (each.get() != null) {
                        held.add(each.get());
                    }
                }
                assertThat(held).as("round %d", round).hasSize(1);
                held.get(0).confirm();
                held.get(0).close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theAgeOfAClaimIsTakenFromTheClockOfItsFileSystem() throws Exception {
        Path probe = dir.resolve("probe");
        Configuration conf = new Configuration();
        long before = Files.getLastModifiedTime(Files.createFile(dir.resolve("before")))
                .toMillis();
        long millis = LeaseClock.FILE_SYSTEM.millis(
                FileSystem.getLocal(conf), new org.apache.hadoop.fs.Path(probe.toString()));
        long after = Files.getLastModifiedTime(Files.createFile(dir.resolve("after")))
                .toMillis();
        assertThat(millis).isBetween(before, after);
        assertThat(probe).doesNotExist();
    }

    @Test
    void aLeaseThatAnotherRunTookOverIsLeftToThatRun() throws Exception {
        Lease first = take();
        Path own = claims().get(0);
        Path file = writeClaim(OTHER_MACHINE.holding(2), Duration.ZERO);
        first.renew();
        assertThatThrownBy(first::check)
                .hasMessageContaining("now belongs to another sweep, which began at 2026-01-01T00:00:00Z");
        assertThat(own).doesNotExist();
        first.close();
        assertThat(file).content().contains("another machine");
    }

    @Test
    void aRunWhoseClaimWasRemovedStops() throws Exception {
        Lease first = take();
        Files.delete(claims().get(0));
        first.renew();
        assertThatThrownBy(first::confirm)
                .hasMessageContaining("now belongs to another sweep: this sweep could not renew");
        assertThat(claims()).isEmpty();
        first.close();
    }

    @Test
    void aRunThatWritesNothingLeavesNoFolder() throws Exception {
        Path folder = dir.resolve("new");
        Lease.take(new Configuration(), folder.toString(), SWEEP).close();
        assertThat(folder).doesNotExist();
        try (Lease lease = Lease.take(new Configuration(), folder.toString(), SWEEP)) {
            Files.writeString(folder.resolve("file"), "text");
            lease.releaseAndDeleteFolder();
        }
        assertThat(folder).doesNotExist();
    }

    private static LeaseRequest attempt(long number) {
        return SWEEP.with(new Application("application_1_0042", number));
    }

    private Lease take(LeaseRequest request, FixedClock.Waiting waiting) throws IOException {
        return Lease.take(new Configuration(), dir.toString(), request, new FixedClock(waiting));
    }

    private static LeaseHolder elsewhere(String owner, Instant started, LeaseRequest request) {
        return new LeaseHolder(owner, started.toString(), "node-3 boot pid", 17, 1L).partOf(request.application());
    }

    private static FixedClock.Waiting never() {
        return () -> {
            throw new AssertionError("The run waited.");
        };
    }

    @Test
    void theNextAttemptOfAnApplicationTakesItsLeaseOverAtOnce() throws Exception {
        Path file = writeClaim(elsewhere("first", NOW, attempt(1)), Duration.ZERO);
        try (Lease second = take(attempt(2), never())) {
            second.confirm();
            assertThat(file).doesNotExist();
            assertThat(claims()).hasSize(1);
        }
    }

    @Test
    void anEarlierAttemptDoesNotTakeTheLeaseOfALaterOne() throws Exception {
        writeClaim(elsewhere("second", NOW, attempt(2)), Duration.ZERO);
        assertThatThrownBy(() -> take(attempt(1).with(Patience.of(Duration.ofHours(1))), never()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("renewed its lock there 0 s ago");
    }

    @Test
    void ofDriversThatAreNotNumberedTheOneThatBeganLastTakesTheLeaseOver() throws Exception {
        Path earlier = writeClaim(elsewhere("earlier", NOW.minusSeconds(5), attempt(0)), Duration.ZERO);
        take(attempt(0), never()).close();
        assertThat(earlier).doesNotExist();
        writeClaim(elsewhere("later", Instant.now().plusSeconds(60), attempt(0)), Duration.ZERO);
        assertThatThrownBy(() -> take(attempt(0), never())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anotherApplicationDoesNotTakeTheLeaseOver() throws Exception {
        writeClaim(elsewhere("other", NOW, SWEEP.with(new Application("application_1_0041", 1))), Duration.ZERO);
        assertThatThrownBy(() -> take(attempt(2), never())).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> take(SWEEP, never())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anAttemptThatStillLivesStopsBeforeItWritesOnceTheNextOneHasTheLease() throws Exception {
        Lease first = take(attempt(1), never());
        first.confirm();
        try (Lease second = take(attempt(2), never())) {
            assertThatThrownBy(first::confirm)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("now belongs to another sweep");
            assertThatThrownBy(first::confirmRecently).isInstanceOf(IOException.class);
            first.close();
            second.confirm();
        }
        assertThat(claims()).isEmpty();
    }

    @Test
    void aRunSaysForWhomAndHowLongItWaits() throws Exception {
        writeClaim(elsewhere("other", NOW, attempt(3)), Duration.ofSeconds(12));
        PrintStream console = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            takePatiently(() -> writeClaim(elsewhere("other", NOW, attempt(3)), Duration.ofSeconds(60)))
                    .close();
        } finally {
            System.setErr(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "jointae: " + dir + " has the lock of another sweep (attempt 3 of application_1_0042, process"
                                + " 17 on node-3, which began at 2026-06-01T12:00:00Z), renewed 12 s ago. This run waits at most"
                                + " 48 s, until the lock expires.\n");
    }

    @Test
    void aRunWithPatienceWaitsUntilALivingHolderEnds() throws Exception {
        Path file = writeClaim(OTHER_MACHINE, Duration.ofSeconds(9));
        AtomicInteger waits = new AtomicInteger();
        take(SWEEP.with(Patience.of(Duration.ofHours(1))), () -> {
                    if (waits.incrementAndGet() < 5) {
                        writeClaim(OTHER_MACHINE, Duration.ofSeconds(9 - waits.get()));
                    } else {
                        Files.delete(file);
                    }
                })
                .close();
        assertThat(waits).hasValue(5);
    }

    @Test
    void aRunIsRefusedWhenItsPatienceEndsBeforeTheHolder() throws Exception {
        writeClaim(OTHER_MACHINE, Duration.ofSeconds(9));
        assertThatThrownBy(() -> take(
                        SWEEP.with(Patience.of(Duration.ofMillis(20))), () -> writeClaim(OTHER_MACHINE, Duration.ZERO)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("renewed its lock there 0 s ago");
    }

    @Test
    void runsThatWaitTakeTheLeaseOneAfterTheOther() throws Exception {
        int runs = 3;
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        LeaseClock hasty = new LeaseClock() {
            @Override
            public long millis(FileSystem fileSystem, org.apache.hadoop.fs.Path probe) throws IOException {
                return FILE_SYSTEM.millis(fileSystem, probe);
            }

            @Override
            public void pause(long millis) throws InterruptedException {
                Thread.sleep(1);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(runs);
        try {
            List<Future<Void>> pending = new ArrayList<>();
            try (Lease first = Lease.take(new Configuration(), dir.toString(), SWEEP)) {
                for (int i = 0; i < runs; i++) {
                    pending.add(threads.submit(() -> {
                        LeaseRequest patient = SWEEP.with(Patience.of(Duration.ofMinutes(5)));
                        try (Lease lease = Lease.take(new Configuration(), dir.toString(), patient, hasty)) {
                            assertThat(holding.incrementAndGet()).isEqualTo(1);
                            lease.confirm();
                            taken.incrementAndGet();
                            holding.decrementAndGet();
                        }
                        return null;
                    }));
                }
                Thread.sleep(50);
                assertThat(taken).hasValue(0);
                first.confirm();
            }
            for (Future<Void> each : pending) {
                each.get();
            }
            assertThat(taken).hasValue(runs);
        } finally {
            threads.shutdownNow();
        }
    }
}
