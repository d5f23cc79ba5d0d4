package io.jointae.bench.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Records the highest memory use of this process until it is closed, with twenty samples per second. It records the
 * heap in use, and the memory outside the heap: the resident memory less the committed heap (native arrays, the JVM
 * itself, thread stacks and compiled code).
 */
public final class MemoryPeaks implements AutoCloseable {

    private static final long PERIOD_MILLISECONDS = 50;
    private static final long WAIT_MILLISECONDS = 200;
    private static final int MOST_WAITS = 10;
    private static final Path STATUS = Path.of("/proc/self/status");

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "memory-peaks");
        thread.setDaemon(true);
        return thread;
    });
    private long heapBytes;
    private final MemoryOutsideHeap outsideHeap = new MemoryOutsideHeap();

    /** Collects the garbage of earlier work, then starts to record. */
    public MemoryPeaks() {
        System.gc();
        awaitReturnedMemory();
        scheduler.scheduleAtFixedRate(this::sample, 0, PERIOD_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /** Waits until the memory that the collection freed has gone back to the system, or for two seconds. */
    private static void awaitReturnedMemory() {
        long before = Long.MAX_VALUE;
        long now = residentBytes();
        for (int wait = 0; wait < MOST_WAITS && now < before; wait++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLISECONDS));
            before = now;
            now = residentBytes();
        }
    }

    private synchronized void sample() {
        MemoryUsage now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        heapBytes = Math.max(heapBytes, now.getUsed());
        long resident = residentBytes();
        if (resident >= 0) {
            outsideHeap.add(System.nanoTime(), resident, now.getCommitted());
        }
    }

    /** Returns the resident memory of this process in bytes, or -1 if the system does not provide it. */
    public static long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return -1;
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the highest heap use in MiB, which includes garbage. */
    public synchronized long heapMebibytes() {
        return heapBytes >> 20;
    }

    /** Returns the highest memory use outside the heap in MiB, or -1 if the system does not provide it. */
    public synchronized long outsideHeapMebibytes() {
        return outsideHeap.peak() < 0 ? -1 : outsideHeap.peak() >> 20;
    }

    /** Stops the recording; the recorded values stay available. */
    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
