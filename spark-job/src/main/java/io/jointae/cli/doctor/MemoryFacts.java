package io.jointae.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;

/**
 * The memory and the disk of this process, in bytes.
 *
 * @param heap the largest heap of this JVM
 * @param machine the memory of the machine, or of the container that this process runs in
 * @param scratch the folder in which Spark stores blocks
 * @param scratchFree the free space of that folder
 * @param nativesFolder the folder into which the native libraries are unpacked
 * @param nativesFolderWritable whether this process may write to it
 */
record MemoryFacts(
        long heap, long machine, Path scratch, long scratchFree, Path nativesFolder, boolean nativesFolderWritable) {

    /** Looks at this process and its settings. */
    static MemoryFacts present(SparkConf conf) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        String local = System.getenv().getOrDefault("SPARK_LOCAL_DIRS", conf.get("spark.local.dir", "/tmp"));
        Path scratch = Path.of(local.split(",")[0]);
        Path natives = Path.of(System.getProperty(
                "org.bytedeco.javacpp.cachedir", System.getProperty("user.home") + "/.javacpp/cache"));
        return new MemoryFacts(
                Runtime.getRuntime().maxMemory(),
                system.getTotalMemorySize(),
                scratch,
                freeSpace(scratch),
                natives,
                Files.isWritable(nearest(natives)));
    }

    private static long freeSpace(Path folder) {
        try {
            return Files.getFileStore(nearest(folder)).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the free space of " + folder, e);
        }
    }

    /** Returns the folder itself, or the first folder above it that exists. */
    private static Path nearest(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }
}
