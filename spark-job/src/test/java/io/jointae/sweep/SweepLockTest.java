package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepLockTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final LockHolder OTHER_MACHINE =
            new LockHolder("other", "2026-01-01T00:00:00Z", "another machine", 1);

    private static final LockClock FIXED_CLOCK = new LockClock() {
        @Override
        public long millis(FileSystem fileSystem, org.apache.hadoop.fs.Path probe) {
            return NOW.toEpochMilli();
        }

        @Override
        public void settle() {}
    };

    @TempDir
    private Path dir;

    private SweepLock take() throws Exception {
        return SweepLock.take(new Configuration(), dir.toString(), FIXED_CLOCK);
    }

    private Path writeLock(LockHolder holder, Duration age) throws Exception {
        Path file = dir.resolve(SweepLock.NAME);
        Files.writeString(file, Json.line(holder));
        // Hadoop's local file system would compare the text with the checksum of an earlier one.
        Files.deleteIfExists(dir.resolve("." + SweepLock.NAME + ".crc"));
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
        return file;
    }

    @Test
    void aSecondRunIsRefusedUntilTheFirstEnds() throws Exception {
        try (SweepLock first = take()) {
            first.check();
            Files.setLastModifiedTime(dir.resolve(SweepLock.NAME), FileTime.from(NOW));
            assertThatThrownBy(this::take)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(dir
                            + " is in use: another sweep renewed its lock there 0 s ago. Wait until that sweep ends, or"
                            + " choose another results folder (out).");
        }
        take().close();
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.filter(file -> !file.toString().endsWith(".crc"))).isEmpty();
        }
    }

    @Test
    void theLockOfAnotherMachineExpiresAMinuteAfterItsLastRenewal() throws Exception {
        writeLock(OTHER_MACHINE, Duration.ofSeconds(59));
        assertThatThrownBy(this::take)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("renewed its lock there 59 s ago");
        Path file = writeLock(OTHER_MACHINE, Duration.ofSeconds(60));
        try (SweepLock taken = take()) {
            taken.check();
            assertThat(file).content().doesNotContain("another machine");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void theLockOfAnEndedProcessOfThisMachineExpiresAtOnce() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        LockHolder running = LockHolder.thisProcess("running", NOW);
        writeLock(new LockHolder("ended", running.started(), running.machine(), process.pid()), Duration.ZERO);
        take().close();
        writeLock(running, Duration.ZERO);
        assertThatThrownBy(this::take).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void theAgeOfALockIsTakenFromTheClockOfItsFileSystem() throws Exception {
        Path probe = dir.resolve("probe");
        Configuration conf = new Configuration();
        long before = Files.getLastModifiedTime(Files.createFile(dir.resolve("before")))
                .toMillis();
        long millis = LockClock.FILE_SYSTEM.millis(
                FileSystem.getLocal(conf), new org.apache.hadoop.fs.Path(probe.toString()));
        long after = Files.getLastModifiedTime(Files.createFile(dir.resolve("after")))
                .toMillis();
        assertThat(millis).isBetween(before, after);
        assertThat(probe).doesNotExist();
    }

    @Test
    void aLockThatAnotherRunTookOverIsLeftToThatRun() throws Exception {
        SweepLock first = take();
        Path file = writeLock(OTHER_MACHINE, Duration.ZERO);
        first.renew();
        assertThatThrownBy(first::check).hasMessageContaining("now belongs to another sweep");
        first.close();
        assertThat(file).content().contains("another machine");
    }
}
