package io.jointae.bench;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
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
 * Measures the memory that a worker needs in addition to its block of data. The worker has an executor process to
 * itself. The figure is the highest sum of live heap and resident memory outside the heap during rounds, less the same
 * sum of the idle executor. A second task in the executor repeatedly collects garbage and samples the memory.
 *
 * <p>The benchmark works on Linux only and requires two settings of the executor. All pages of the heap must be
 * resident ({@code -XX:+AlwaysPreTouch} with {@code -Xms} equal to {@code -Xmx}, because G1 returns pages late);
 * otherwise heap pages that are first touched during a round count as memory outside the heap. Freed arrays must
 * return to the system at once (glibc's {@code MALLOC_MMAP_THRESHOLD_}).
 */
public final class MemoryBenchmark implements Benchmark {

    private static final double MIB = 1 << 20;

    /** The memory bound: this many copies of the parameters plus {@link #ALLOWED_MIB}. */
    private static final double ALLOWED_COPIES = 6;

    private static final double ALLOWED_MIB = 64;
    private static final int HIDDEN = 1000;
    private static final int ROWS = 1000;
    private static final int EPOCHS = 40;

    /** The duration of one sampling task. */
    private static final double SAMPLING_SECONDS = 1;

    /** A duration of rounds below that of an epoch, so that every epoch is a round. */
    private static final double ROUND_SECONDS = 1e-3;

    /** The names of the JVM's collectors of the old generation, which run full collections. */
    private static final Set<String> FULL_COLLECTORS = Set.of("G1 Old Generation", "PS MarkSweep", "MarkSweepCompact");

    /** The time in which the idle executor returns freed memory to the system. */
    private static final long SETTLING_MILLIS = 300;

    /** The time between two samples. */
    private static final long PAUSE_MILLIS = 3;

    /**
     * The memory in use in this process. ND4J's arrays are outside the heap, where the JVM does not count them.
     *
     * @param heap the bytes of reachable objects
     * @param outsideHeap the bytes of resident memory outside the heap
     */
    @DefaultSerializer(JavaSerializer.class)
    private record MemoryUse(long heap, long outsideHeap) implements Serializable {

        /** Collects garbage and returns the memory in use. */
        static MemoryUse afterCollection() {
            System.gc();
            long committed =
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
            return new MemoryUse(liveHeap(), MemoryPeaks.residentBytes() - committed);
        }

        /** Returns the bytes in use after the last full collection, without later allocations. */
        private static long liveHeap() {
            Map<String, MemoryUsage> after = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                    .filter(collector -> FULL_COLLECTORS.contains(collector.getName()))
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
            return heap + outsideHeap;
        }
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "memory that the executor of one worker needs during rounds in addition to its rows";
    }

    @Override
    public String master() {
        return "local-cluster[1,2,1024]";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        TrainingRuns runs = new TrainingRuns(context, HIDDEN);
        // This run loads classes, compiles code and allocates BLAS buffers, which belong to the idle executor.
        runs.train(runs.plan(4, 1, 0), ROWS, ROUND_SECONDS);
        MemoryUse idle = context.parallelize(List.of(0), 1)
                .map(partition -> {
                    MemoryUse.afterCollection();
                    Thread.sleep(SETTLING_MILLIS);
                    return MemoryUse.afterCollection();
                })
                .first();
        int epochs = Math.max(10, (int) (EPOCHS * scale));
        MemoryUse peak = idle;
        ExecutorService trainer = Executors.newSingleThreadExecutor();
        try {
            Future<TrainingRuns.RunTimings> training =
                    trainer.submit(() -> runs.train(runs.plan(epochs, 1, 0), ROWS, ROUND_SECONDS));
            while (!training.isDone()) {
                MemoryUse sampled = context.parallelize(List.of(0), 1)
                        .map(partition -> peakDuring(SAMPLING_SECONDS))
                        .first();
                peak = sampled.total() > peak.total() ? sampled : peak;
            }
            training.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was interrupted while it measured memory.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The training failed while the benchmark measured memory.", e.getCause());
        } finally {
            trainer.shutdownNow();
        }
        double data = ROWS * (TrainingRuns.WIDTH * (double) Float.BYTES + Long.BYTES) / MIB;
        double parameters = runs.parameterCount() * (double) Float.BYTES / MIB;
        double needed = (peak.total() - idle.total()) / MIB - data;
        double allowed = ALLOWED_COPIES * parameters + ALLOWED_MIB;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put(
                "allowed",
                mib(allowed) + " (6 x the parameters + 64 MiB), " + (needed <= allowed ? "not exceeded" : "EXCEEDED"));
        notes.put("multiple-of-the-parameters", String.format(Locale.ROOT, "%.1f", needed / parameters));
        notes.put("data-block", mib(data));
        notes.put("parameters", mib(parameters));
        notes.put("peak-live-heap", mib(peak.heap() / MIB));
        notes.put("peak-outside-the-heap", mib(peak.outsideHeap() / MIB));
        notes.put("idle-live-heap", mib(idle.heap() / MIB));
        notes.put("idle-outside-the-heap", mib(idle.outsideHeap() / MIB));
        return List.of(
                new BenchResult(name(), needed, "MiB in addition to the rows", null, null, new TreeMap<>(), notes));
    }

    /** Samples the memory in use for the given number of seconds and returns the highest sample. */
    private static MemoryUse peakDuring(double seconds) throws InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        MemoryUse highest = MemoryUse.afterCollection();
        while (System.nanoTime() < end) {
            MemoryUse now = MemoryUse.afterCollection();
            highest = now.total() > highest.total() ? now : highest;
            Thread.sleep(PAUSE_MILLIS);
        }
        return highest;
    }

    private static String mib(double value) {
        return String.format(Locale.ROOT, "%.1f MiB", value);
    }
}
