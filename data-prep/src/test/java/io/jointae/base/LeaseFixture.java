package io.jointae.base;

import io.jointae.base.LeaseRequest.Application;
import io.jointae.base.LeaseRequest.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose leases a test takes, on a clock that stands still. */
abstract class LeaseFixture {

    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final LeaseHolder OTHER_MACHINE = new LeaseHolder("other", "2026-01-01T00:00:00Z", "another machine", 1, 1L);
    static final LeaseRequest SWEEP =
            new LeaseRequest("sweep", "choose another results folder", FieldName.of("out")).with(Patience.NONE);

    /** A clock that stands still, and runs an action while a run waits. */
    record FixedClock(Waiting waiting) implements LeaseClock {

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
    Path dir;

    Lease take() throws Exception {
        return Lease.take(new Configuration(), dir.toString(), SWEEP, new FixedClock(() -> {}));
    }

    Lease takePatiently(FixedClock.Waiting waiting) throws Exception {
        return Lease.take(
                new Configuration(), dir.toString(), SWEEP.with(Patience.UNTIL_EXPIRY), new FixedClock(waiting));
    }

    Path writeClaim(String name, LeaseHolder holder, Duration age) throws IOException {
        Path file = dir.resolve(name);
        Files.writeString(file, Json.line(holder));
        // Hadoop's local file system would compare the text with the checksum of an earlier one.
        Files.deleteIfExists(dir.resolve("." + name + ".crc"));
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
        return file;
    }

    Path writeClaim(LeaseHolder holder, Duration age) throws IOException {
        return writeClaim(Lease.NAME + "-" + holder.owner(), holder, age);
    }

    List<Path> claims() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().startsWith(Lease.NAME))
                    .toList();
        }
    }

    static LeaseRequest attempt(long number) {
        return SWEEP.with(new Application("application_1_0042", number));
    }

    Lease take(LeaseRequest request, FixedClock.Waiting waiting) throws IOException {
        return Lease.take(new Configuration(), dir.toString(), request, new FixedClock(waiting));
    }

    static LeaseHolder elsewhere(String owner, Instant started, LeaseRequest request) {
        return new LeaseHolder(owner, started.toString(), "node-3 boot pid", 17, 1L).partOf(request.application());
    }

    static FixedClock.Waiting never() {
        return () -> {
            throw new AssertionError("The run waited.");
        };
    }
}
