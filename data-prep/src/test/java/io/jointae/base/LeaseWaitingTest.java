package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.LeaseRequest.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;

/** A run may wait for the lease of another one. */
class LeaseWaitingTest extends LeaseFixture {

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
