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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepLockTest {

    private static final LockHolder ELSEWHERE = new LockHolder("other", "2026-01-01T00:00:00Z", "another machine", 1);

    @TempDir
    private Path dir;

    private SweepLock take() throws Exception {
        return SweepLock.take(new Configuration(), dir.toString());
    }

    private Path left(LockHolder holder, Duration age) throws Exception {
        Path file = dir.resolve(SweepLock.NAME);
        Files.writeString(file, Json.line(holder));
        // Hadoop's local file system would hold the text against the sum of an earlier one.
        Files.deleteIfExists(dir.resolve("." + SweepLock.NAME + ".crc"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }

    @Test
    void aSecondRunIsRefusedUntilTheFirstEnds() throws Exception {
        try (SweepLock first = take()) {
            first.check();
            assertThatThrownBy(this::take)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("another sweep writes here");
        }
        take().close();
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.filter(file -> !file.toString().endsWith(".crc"))).isEmpty();
        }
    }

    @Test
    void aLockOfAnotherMachineIsDeadAfterAMinuteWithoutATouch() throws Exception {
        left(ELSEWHERE, Duration.ofSeconds(30));
        assertThatThrownBy(this::take).isInstanceOf(InvalidInputException.class).hasMessageContaining("touched 3");
        Path file = left(ELSEWHERE, Duration.ofSeconds(61));
        try (SweepLock taken = take()) {
            taken.check();
            assertThat(file).content().doesNotContain("another machine");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aLockOfAProcessOfThisMachineThatIsNoMoreIsDeadAtOnce() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        LockHolder here = LockHolder.here("dead", Instant.now());
        left(new LockHolder("dead", here.started(), here.machine(), process.pid()), Duration.ZERO);
        take().close();
        left(new LockHolder("alive", here.started(), here.machine(), here.process()), Duration.ZERO);
        assertThatThrownBy(this::take).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aLockThatAnotherTookOverIsTheOthersAndStays() throws Exception {
        SweepLock first = take();
        Path file = left(ELSEWHERE, Duration.ZERO);
        first.touch();
        assertThatThrownBy(first::check).hasMessageContaining("another sweep");
        first.close();
        assertThat(file).content().contains("another machine");
    }
}
