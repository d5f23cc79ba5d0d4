package io.jointae.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Jobs with two executor JVMs and a driver JVM on this machine. */
final class LocalCluster {

    private static final String MASTER = "local-cluster[2,1,1024]";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private LocalCluster() {}

    /** Returns a submission; the caller adds the command of jointae. */
    static Command submit() {
        return Command.submit("--master", MASTER, "--driver-memory", "1g")
                .conf("spark.ui.enabled", false)
                .environment("SPARK_HOME", SparkWork.HOME)
                .within(LIMIT);
    }

    /**
     * Returns a submission with one GPU per executor.
     *
     * @param script tells the workers and the executors which GPUs they have
     * @param claims the folder in which executors claim them
     */
    static Command withGpus(Path script, Path claims) {
        return submit().conf("spark.executor.resource.gpu.amount", 1)
                .conf("spark.worker.resource.gpu.amount", 1)
                .conf("spark.worker.resource.gpu.discoveryScript", script)
                .conf("spark.executor.resource.gpu.discoveryScript", script)
                .conf("spark.jointae.gpu.claims", claims);
    }

    /** Returns the running executors of a driver, oldest first. */
    static List<ProcessHandle> executors(Submission driver) {
        return Processes.running(driver.process().toHandle(), Processes.STANDALONE_EXECUTOR);
    }
}
