package io.jointae.deploy;

import java.time.Duration;
import java.util.List;

/** Jobs with executor JVMs of one core each, two unless a test needs more, and a driver JVM on this machine. */
final class LocalCluster {

    private static final int EXECUTORS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private LocalCluster() {}

    /** Returns a submission; the caller adds the command of jointae. */
    static Command submit() {
        return submit(EXECUTORS);
    }

    /** Returns a submission with as many executors; the caller adds the command of jointae. */
    static Command submit(int executors) {
        return Command.submit("--master", "local-cluster[" + executors + ",1,1024]", "--driver-memory", "1g")
                .conf("spark.ui.enabled", false)
                .environment("SPARK_HOME", SparkWork.HOME)
                .within(LIMIT);
    }

    /** Returns the running executors of a driver, oldest first. */
    static List<ProcessHandle> executors(Submission driver) {
        return Processes.running(driver.process().toHandle(), Processes.STANDALONE_EXECUTOR);
    }
}
