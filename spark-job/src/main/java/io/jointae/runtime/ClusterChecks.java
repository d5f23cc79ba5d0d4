package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;

/**
 * The settings of a session, before it starts: what was left open is set right, and what would fail or
 * crawl hours later is refused with the setting to change.
 */
public final class ClusterChecks {

    private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";
    private static final String JAVA = "org.apache.spark.serializer.JavaSerializer";

    private ClusterChecks() {}

    /**
     * Sets what the user left open.
     *
     * @return {@code conf}
     * @throws InvalidInputException if a setting that this reads is none of its kind
     */
    public static SparkConf complete(SparkConf conf) {
        return readable(() -> completed(conf));
    }

    /**
     * @param backend what the jar carries
     * @throws InvalidInputException naming the first setting that is wrong, and its mend
     */
    public static void refuseWrong(SparkConf conf, Nd4jBackend backend) {
        readable(() -> {
            refuse(conf, backend);
            return conf;
        });
    }

    /** Spark's own words name a setting that is no number, size or time, and what it may be. */
    private static SparkConf readable(Supplier<SparkConf> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static SparkConf completed(SparkConf conf) {
        // The executor that replaces a lost one would wait this long for every block that the lost one held.
        conf.setIfMissing("spark.locality.wait", "0s");
        // Spark does this itself for standalone workers, and for them only.
        conf.setIfMissing("spark.executorEnv." + BlasThreads.VARIABLE, conf.get("spark.task.cpus", "1"));
        // State is on the driver, so a lost executor costs a round: lose as many as the hour brings.
        conf.setIfMissing("spark.task.maxFailures", "12");
        conf.setIfMissing("spark.deploy.maxExecutorRetries", "-1");
        conf.setIfMissing("spark.executor.maxNumFailures", "1000");
        // Executors that die sooner than one can be replaced fail the same stage again and again.
        conf.setIfMissing("spark.stage.maxConsecutiveAttempts", "1000");
        // A node that leaves in good order hands its blocks on first.
        conf.setIfMissing("spark.decommission.enabled", "true");
        conf.setIfMissing("spark.storage.decommission.enabled", "true");
        conf.setIfMissing("spark.storage.decommission.rddBlocks.enabled", "true");
        conf.setIfMissing("spark.storage.decommission.shuffleBlocks.enabled", "true");
        // Parameters are what is broadcast, and compressing them takes longer than it saves: they are noise to LZ4.
        conf.setIfMissing("spark.broadcast.compress", "false");
        if (MasterUrl.isOneProcess(conf.get("spark.master", "local[*]"))) {
            // By reference: over 1 MiB, by default, a result goes to the driver through a socket to itself.
            conf.setIfMissing("spark.task.maxDirectResultSize", "1g");
        }
        if (dynamicAllocation(conf)) {
            conf.setIfMissing("spark.dynamicAllocation.shuffleTracking.enabled", "true");
        }
        String plugin = RuntimePlugin.class.getName();
        String plugins = conf.get("spark.plugins", "");
        if (!List.of(plugins.split("\\s*,\\s*")).contains(plugin)) {
            conf.set("spark.plugins", plugins.isBlank() ? plugin : plugins + "," + plugin);
        }
        return conf;
    }

    private static void refuse(SparkConf conf, Nd4jBackend backend) {
        String master = conf.get("spark.master", "local[*]");
        modulesAreOpen();
        MasterUrl.refuseWrong(master, conf.getSizeAsMb("spark.executor.memory", "1g"));
        blasThreads(conf);
        kryo(conf);
        GpuSettings.refuseWrong(conf, backend);
        if (!MasterUrl.isOneProcess(master)) {
            localityWait(conf);
            dynamicAllocationKeepsBlocks(conf);
            OffHeapMemory.of(conf).refuseWrong(MasterUrl.limitsMemory(master));
        }
    }

    /** What would only be slow, in words for people; nothing where all is well. */
    public static Optional<String> warning(SparkConf conf) {
        return MasterUrl.isOneProcess(conf.get("spark.master", "local[*]"))
                ? BlasThreads.here(conf, System.getenv()).warning()
                : Optional.empty();
    }

    private static void modulesAreOpen() {
        if (!java.nio.Buffer.class.getModule().isOpen("java.nio", ClusterChecks.class.getModule())
                || !java.nio.Buffer.class.getModule().isOpen("sun.nio.ch", ClusterChecks.class.getModule())) {
            throw new InvalidInputException(
                    "Spark's --add-opens are missing: start through spark-submit or deploy/submit");
        }
    }

    private static void blasThreads(SparkConf conf) {
        int cpus = conf.getInt("spark.task.cpus", 1);
        for (String variable : List.of(BlasThreads.VARIABLE, "OPENBLAS_NUM_THREADS")) {
            String key = "spark.executorEnv." + variable;
            if (conf.contains(key) && conf.getInt(key, 1) > cpus) {
                throw InvalidInputException.of(
                        "%s=%s takes more cores than spark.task.cpus=%d gives a task: set both to the same number",
                        key, conf.get(key), cpus);
            }
        }
    }

    /** DL4J's registrator for Kryo names a class that no released jar has, and Kryo 4 cannot fill records. */
    private static void kryo(SparkConf conf) {
        if (conf.get("spark.serializer", "").equals(KRYO)) {
            throw InvalidInputException.of(
                    "spark.serializer=%s cannot read back what training sends: set spark.serializer=%s for this"
                            + " application; vectors go as flat floats with it",
                    KRYO, JAVA);
        }
    }

    private static void localityWait(SparkConf conf) {
        if (conf.getTimeAsMs("spark.locality.wait", "3s") > 0) {
            throw InvalidInputException.of(
                    "spark.locality.wait=%s keeps the executor that replaces a lost one idle: set spark.locality.wait=0s",
                    conf.get("spark.locality.wait", "3s"));
        }
    }

    private static void dynamicAllocationKeepsBlocks(SparkConf conf) {
        if (dynamicAllocation(conf)
                && !conf.getBoolean("spark.dynamicAllocation.shuffleTracking.enabled", true)
                && !conf.getBoolean("spark.shuffle.service.enabled", false)) {
            throw new InvalidInputException(
                    "spark.dynamicAllocation.enabled=true would drop executors whose blocks are needed:"
                            + " set spark.dynamicAllocation.shuffleTracking.enabled=true");
        }
        if (dynamicAllocation(conf) && !conf.getBoolean("spark.decommission.enabled", true)) {
            throw new InvalidInputException(
                    "spark.dynamicAllocation.enabled=true with spark.decommission.enabled=false loses the"
                            + " workers' resident data when one is released: set spark.decommission.enabled=true");
        }
    }

    private static boolean dynamicAllocation(SparkConf conf) {
        return conf.getBoolean("spark.dynamicAllocation.enabled", false);
    }
}
