package io.jointae.bench.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Describes the highest memory use of this process, which helps to size drivers and executors. */
public final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** Returns one line with the highest heap use and, on Linux, the highest resident memory. */
    public static String describe() {
        // The memory pools may have reached their peaks at different times, so the sum may exceed the maximum heap.
        long peaks = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        return String.format(
                Locale.ROOT,
                "This process used at most %d MiB of heap (with garbage) and %s.",
                Math.min(peaks, Runtime.getRuntime().maxMemory()) >> 20,
                describeResident());
    }

    private static String describeResident() {
        if (!Files.isReadable(STATUS)) {
            return "an unknown amount of resident memory, which this system does not report";
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .map(mib -> mib + " MiB of resident memory in total")
                    .findFirst()
                    .orElse("an unknown amount of resident memory, which this system does not report");
        } catch (IOException e) {
            return "an unknown amount of resident memory (" + e.getMessage() + ")";
        }
    }
}
