package io.jointae.train;

import io.jointae.base.ProjectVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.factory.Nd4j;

/** The versions and the hardware of a run, stored with its results. It contains no host names and no paths. */
public final class RunEnvironment {

    private RunEnvironment() {}

    /** Returns the values by their names, for example {@code java} and {@code cores}. */
    public static SortedMap<String, String> of(SparkSession spark) {
        SortedMap<String, String> values = new TreeMap<>();
        values.put("jointae", ProjectVersion.current());
        values.put("java", System.getProperty("java.version"));
        values.put("spark", spark.version());
        values.put("master", spark.sparkContext().master().replaceFirst("//.*", ""));
        values.put("nd4j", Nd4j.getBackend().getClass().getSimpleName());
        values.putAll(machine());
        return values;
    }

    /** Returns those of the values that say on which kind of machine a run takes how long. */
    public static SortedMap<String, String> machine() {
        return new TreeMap<>(Map.of(
                "processor",
                processor(),
                "cores",
                Integer.toString(Runtime.getRuntime().availableProcessors())));
    }

    private static String processor() {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch") + " (" + e.getMessage() + ")";
        }
    }
}
