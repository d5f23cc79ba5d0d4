package io.jointae.bench.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What this process has taken of memory at its highest, for people who size drivers and executors. */
public final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** In one line; resident memory is known on Linux only. */
    public static String describe() {
        // The pools' peaks were not at one time: together they may pass what there is.
        long peaks = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
        return String.format(
                Locale.ROOT,
                "memory of this process: heap at most %d MiB (garbage included), %s",
                Math.min(peaks, Runtime.getRuntime().maxMemory()) >> 20,
                resident());
    }

    private static String resident() {
        if (!Files.isReadable(STATUS)) {
            return "resident memory not known on this system";
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .map(mib -> "resident at most " + mib + " MiB, all in all")
                    .findFirst()
                    .orElse("resident memory not known");
        } catch (IOException e) {
            return "resident memory not known (" + e.getMessage() + ")";
        }
    }
}
