package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;

/**
 * Completes and checks the Spark settings of a session before it starts. Settings that the user did not make get
 * suitable values. Settings that would make the job fail or slow down hours later are refused.
 */
public final class ClusterChecks {

    private ClusterChecks() {}

    /**
     * Adds the settings that the user did not make.
     *
     * @return {@code conf} itself
     * @throws InvalidInputException if a setting has a malformed value
     */
    public static SparkConf complete(SparkConf conf) {
        return readable(() -> completed(conf));
    }

    /** Says that the engine of the command computes on GPUs. */
    public static void computeOnGpus(SparkConf conf) {
        conf.set(GpuSettings.ENGINE, "true");
    }

    /**
     * Checks the settings.
     *
     * @throws InvalidInputException naming the first setting that is wrong and what to set instead
     */
    public static void refuseWrong(SparkConf conf) {
        readable(() -> {
            refuse(conf);
            return conf;
        });
    }

    /** Converts Spark's exception about a malformed number, size or time; its message names the setting. */
    private static SparkConf readable(Supplier<SparkConf> reading) {
        try {
            return reading.get();
        } catch (InvalidInputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static SparkConf completed(SparkConf conf) {
        // Otherwise the executor that replaces a lost one waits this long for every block that the lost one held.
        conf.setIfMissing("spark.locality.wait", "0s");
        // Spark sets this variable itself for standalone workers only.
        conf.setIfMissing("spark.executorEnv." + BlasThreads.VARIABLE, conf.get("spark.task.cpus", "1"));
        // The training state is on the driver, so a lost executor costs one round. Tolerate many of them.
        conf.setIfMissing("spark.task.maxFailures", "12");
        conf.setIfMissing("spark.deploy.maxExecutorRetries", "-1");
        conf.setIfMissing("spark.executor.maxNumFailures", "1000");
        // The same stage fails repeatedly if executors are lost faster than they are replaced.
        conf.setIfMissing("spark.stage.maxConsecutiveAttempts", "1000");
        // A node that is decommissioned copies its blocks to other nodes first.
        conf.setIfMissing("spark.decommission.enabled", "true");
        conf.setIfMissing("spark.storage.decommission.enabled", "true");
        conf.setIfMissing("spark.storage.decommission.rddBlocks.enabled", "true");
        conf.setIfMissing("spark.storage.decommission.shuffleBlocks.enabled", "true");
        // Most broadcasts are parameters, which LZ4 can hardly compress, so compression costs more time than it saves.
        conf.setIfMissing("spark.broadcast.compress", "false");
        if (MasterUrl.isOneProcess(conf.get("spark.master", "local[*]"))) {
            // By default, a result above 1 MiB would go to the driver through a socket of the same process.
            conf.setIfMissing("spark.task.maxDirectResultSize", "1g");
        }
        if (dynamicAllocation(conf)) {
            conf.setIfMissing("spark.dynamicAllocation.shuffleTracking.enabled", "true");
        }
        KryoClasses.complete(conf);
        String plugin = RuntimePlugin.class.getName();
        String plugins = conf.get("spark.plugins", "");
        if (!List.of(plugins.split("\\s*,\\s*")).contains(plugin)) {
            conf.set("spark.plugins", plugins.isBlank() ? plugin : plugins + "," + plugin);
        }
        return conf;
    }

    private static void refuse(SparkConf conf) {
        String master = conf.get("spark.master", "local[*]");
        modulesAreOpen();
        MasterUrl.refuseWrong(master, conf.getSizeAsMb("spark.executor.memory", "1g"));
        blasThreads(conf);
        Nd4jBackend.refuseWrong();
        GpuSettings.refuseWrong(conf);
        if (!MasterUrl.isOneProcess(master)) {
            localityWait(conf);
            dynamicAllocationKeepsBlocks(conf);
            OffHeapMemory.of(conf).refuseWrong(MasterUrl.limitsMemory(master));
        }
    }

    /** Returns a message about a setting that makes the session slow, if there is one. */
    public static Optional<String> warning(SparkConf conf) {
        return MasterUrl.isOneProcess(conf.get("spark.master", "local[*]"))
                ? BlasThreads.ofProcess(conf, System.getenv()).warning()
                : Optional.empty();
    }

    private static void modulesAreOpen() {
        if (!java.nio.Buffer.class.getModule().isOpen("java.nio", ClusterChecks.class.getModule())
                || !java.nio.Buffer.class.getModule().isOpen("sun.nio.ch", ClusterChecks.class.getModule())) {
            throw new InvalidInputException(
                    "The Java options that open java.nio to Spark are missing: start the application with spark-submit or"
                            + " deploy/submit.");
        }
    }

    private static void blasThreads(SparkConf conf) {
        int cpus = conf.getInt("spark.task.cpus", 1);
        for (String variable : List.of(BlasThreads.VARIABLE, "OPENBLAS_NUM_THREADS")) {
            String key = "spark.executorEnv." + variable;
            if (conf.contains(key) && conf.getInt(key, 1) > cpus) {
                throw InvalidInputException.of(
                        "%s=%s uses more cores than the spark.task.cpus=%d of a task: set both to the same number.",
                        key, conf.get(key), cpus);
            }
        }
    }

    private static void localityWait(SparkConf conf) {
        if (conf.getTimeAsMs("spark.locality.wait", "3s") > 0) {
            throw InvalidInputException.of(
                    "spark.locality.wait=%s keeps the executor that replaces a lost one idle: set spark.locality.wait=0s.",
                    conf.get("spark.locality.wait", "3s"));
        }
    }

    private static void dynamicAllocationKeepsBlocks(SparkConf conf) {
        if (dynamicAllocation(conf)
                && !conf.getBoolean("spark.dynamicAllocation.shuffleTracking.enabled", true)
                && !conf.getBoolean("spark.shuffle.service.enabled", false)) {
            throw new InvalidInputException(
                    "spark.dynamicAllocation.enabled=true would remove executors whose blocks are still needed:"
                            + " set spark.dynamicAllocation.shuffleTracking.enabled=true.");
        }
        if (dynamicAllocation(conf) && !conf.getBoolean("spark.decommission.enabled", true)) {
            throw new InvalidInputException(
                    "spark.dynamicAllocation.enabled=true with spark.decommission.enabled=false loses the training data"
                            + " of a released executor: set spark.decommission.enabled=true.");
        }
    }

    private static boolean dynamicAllocation(SparkConf conf) {
        return conf.getBoolean("spark.dynamicAllocation.enabled", false);
    }
}
