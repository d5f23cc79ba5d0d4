package io.jointae.bench;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import io.jointae.bench.probe.MemoryPeaks;
import io.jointae.bench.probe.TrainingRuns;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What a worker needs beside its block of data: live heap and resident memory outside the heap of an executor
 * of its own, at their highest during rounds, less what the same executor holds when nothing is going on. A second
 * task beside the worker collects garbage and looks, again and again. The heap's pages must all be resident ({@code
 * -XX:+AlwaysPreTouch}, with {@code -Xms} at its largest, since G1 gives pages back late), or those that are
 * touched first during a round would be counted as arrays; and freed arrays must go back to the system at once
 * (glibc's {@code MALLOC_MMAP_THRESHOLD_}). On Linux only.
 */
public final class MemoryBenchmark implements Benchmark {

    private static final double MIB = 1 << 20;
    private static final double ALLOWED_COPIES = 6;
    private static final double ALLOWED_MIB = 64;
    private static final int ROWS = 1000;
    private static final int EPOCHS = 40;
    private static final double LOOKING_SECONDS = 1;
    /** Less than an epoch takes: each is a round. */
    private static final double SHORT_ROUNDS = 1e-3;

    /** What the JVM's collectors call their full collections. */
    private static final Set<String> FULL = Set.of("G1 Old Generation", "PS MarkSweep", "MarkSweepCompact");

    private static final long SETTLING_MILLIS = 300;
    private static final long PAUSE_MILLIS = 3;

    /**
     * Bytes in use in this process: objects that are reachable, and what is resident outside the heap. ND4J
     * allocates its arrays where nobody counts them.
     */
    private record Use(long heap, long outside) implements Serializable {

        static Use now() {
            System.gc();
            long committed =
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
            return new Use(live(), MemoryPeaks.resident() - committed);
        }

        /** After the last full collection: what was allocated since is not counted. */
        private static long live() {
            Map<String, MemoryUsage> after = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                    .filter(collector -> FULL.contains(collector.getName()))
                    .map(GarbageCollectorMXBean::getLastGcInfo)
                    .filter(Objects::nonNull)
                    .max(Comparator.comparingLong(GcInfo::getEndTime))
                    .orElseThrow()
                    .getMemoryUsageAfterGc();
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .mapToLong(pool -> after.get(pool.getName()).getUsed())
                    .sum();
        }

        long total() {
            return heap + outside;
        }
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "what one worker's executor needs during rounds beside its data, live heap and outside it";
    }

    @Override
    public String master() {
        return "local-cluster[1,2,1024]";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        TrainingRuns runs = new TrainingRuns(context, 1000);
        // Classes, compiled code, BLAS buffers: there for every worker, before the first and after the last.
        runs.ours(runs.plan(4, 1, 0), ROWS, SHORT_ROUNDS);
        Use idle = context.parallelize(List.of(0), 1)
                .map(any -> {
                    Use.now();
                    Thread.sleep(SETTLING_MILLIS);
                    return Use.now();
                })
                .first();
        int epochs = Math.max(10, (int) (EPOCHS * scale));
        Use peak = idle;
        ExecutorService beside = Executors.newSingleThreadExecutor();
        try {
            Future<TrainingRuns.Run> training =
                    beside.submit(() -> runs.ours(runs.plan(epochs, 1, 0), ROWS, SHORT_ROUNDS));
            while (!training.isDone()) {
                Use seen = context.parallelize(List.of(0), 1)
                        .map(any -> highest(LOOKING_SECONDS))
                        .first();
                peak = seen.total() > peak.total() ? seen : peak;
            }
            training.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring memory", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("training failed while memory was measured", e.getCause());
        } finally {
            beside.shutdownNow();
        }
        double data = ROWS * (TrainingRuns.WIDTH * (double) Float.BYTES + Long.BYTES) / MIB;
        double parameters = runs.parameters() * (double) Float.BYTES / MIB;
        double needed = (peak.total() - idle.total()) / MIB - data;
        double allowed = ALLOWED_COPIES * parameters + ALLOWED_MIB;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put(
                "allowed",
                mib(allowed) + ", 6 x the parameters + 64 MiB: " + (needed <= allowed ? "kept" : "EXCEEDED"));
        notes.put("copies-of-the-parameters", String.format(Locale.ROOT, "%.1f", needed / parameters));
        notes.put("data-block", mib(data));
        notes.put("parameters", mib(parameters));
        notes.put("peak-live-heap", mib(peak.heap() / MIB));
        notes.put("peak-outside-the-heap", mib(peak.outside() / MIB));
        notes.put("idle-live-heap", mib(idle.heap() / MIB));
        notes.put("idle-outside-the-heap", mib(idle.outside() / MIB));
        return List.of(new BenchResult(name(), needed, "MiB beside the data", null, null, new TreeMap<>(), notes));
    }

    /** The highest of many looks, for so many seconds. */
    private static Use highest(double seconds) throws InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        Use highest = Use.now();
        while (System.nanoTime() < end) {
            Use now = Use.now();
            highest = now.total() > highest.total() ? now : highest;
            Thread.sleep(PAUSE_MILLIS);
        }
        return highest;
    }

    private static String mib(double value) {
        return String.format(Locale.ROOT, "%.1f MiB", value);
    }
}
