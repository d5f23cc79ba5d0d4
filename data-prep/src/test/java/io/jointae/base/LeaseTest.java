package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;

/** A run that takes the lease of a folder keeps other runs out of it until it ends or is dead. */
class LeaseTest extends LeaseFixture {

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
}
