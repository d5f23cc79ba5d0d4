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

/**
 * The most memory this process held while a piece of work ran, by looking twenty times a second: on the heap,
 * and outside it what is resident beyond the committed heap (arrays, the JVM itself, threads, code).
 */
public final class MemoryPeaks implements AutoCloseable {

    private static final long PERIOD_MILLISECONDS = 50;
    private static final Path STATUS = Path.of("/proc/self/status");

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "memory-peaks");
        thread.setDaemon(true);
        return thread;
    });
    private long heap;
    private long outside = -1;

    /** Starts to look; what earlier work left is collected first. */
    public MemoryPeaks() {
        System.gc();
        clock.scheduleAtFixedRate(this::look, 0, PERIOD_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        MemoryUsage now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        heap = Math.max(heap, now.getUsed());
        long resident = resident();
        if (resident >= 0) {
            outside = Math.max(outside, resident - now.getCommitted());
        }
    }

    /** Bytes; -1 where the system does not say. */
    public static long resident() {
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

    /** MiB of heap in use, garbage included. */
    public synchronized long heapMebibytes() {
        return heap >> 20;
    }

    /** MiB outside the heap; -1 where the system does not say. */
    public synchronized long outsideMebibytes() {
        return outside < 0 ? -1 : outside >> 20;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
