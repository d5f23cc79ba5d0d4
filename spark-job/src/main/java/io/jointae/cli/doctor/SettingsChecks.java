package io.jointae.cli.doctor;

import io.jointae.base.InvalidInputException;
import io.jointae.runtime.ClusterChecks;
import io.jointae.runtime.MasterUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;

/** Judges the Spark settings of a process: those of the user, and the defaults of the cluster. */
final class SettingsChecks {

    private static final String MASTER = "spark.master";
    private static final String BLAS_THREADS = "OMP_NUM_THREADS";
    private static final String DYNAMIC = "spark.dynamicAllocation.enabled";
    private static final int LEAST_TASK_FAILURES = 4;

    private SettingsChecks() {}

    /**
     * Returns the findings about settings.
     *
     * @param given the settings of spark-submit, which stay as they are
     * @param environment the variables of this process
     */
    static List<Finding> all(SparkConf given, Map<String, String> environment) {
        SparkConf conf = given.clone().setIfMissing(MASTER, "local[*]");
        String master = conf.get(MASTER);
        List<Finding> findings = new ArrayList<>();
        findings.add(refused(conf));
        findings.add(blasThreads(environment));
        if (!MasterUrl.isOneProcess(master)) {
            findings.add(dynamicAllocation(conf));
            findings.add(taskFailures(conf));
            findings.add(speculation(conf));
        }
        return findings;
    }

    /** Applies the checks by which every command refuses settings before its session starts. */
    private static Finding refused(SparkConf conf) {
        try {
            ClusterChecks.refuseWrong(ClusterChecks.complete(conf.clone()));
            return Finding.ok("The Spark settings can start a session on %s.", conf.get(MASTER));
        } catch (InvalidInputException e) {
            String sentence = e.getMessage().strip();
            return Finding.problem("%s", sentence.endsWith(".") ? sentence : sentence + ".");
        }
    }

    private static Finding blasThreads(Map<String, String> environment) {
        return environment.containsKey(BLAS_THREADS)
                ? Finding.ok("%s=%s limits the threads of a product.", BLAS_THREADS, environment.get(BLAS_THREADS))
                : Finding.advice(
                        "%s is not set, so the products of every task use all cores: set it to 1, as deploy/submit does.",
                        BLAS_THREADS);
    }

    private static Finding dynamicAllocation(SparkConf conf) {
        return conf.getBoolean(DYNAMIC, false)
                ? Finding.advice(
                        "%s=true is a default of this cluster, so every round of several workers is a Spark job of its own,"
                                + " which costs about a quarter of a second: set it to false for train with several workers.",
                        DYNAMIC)
                : Finding.ok("The number of executors is fixed, so that workers can average among themselves.");
    }

    private static Finding taskFailures(SparkConf conf) {
        int failures = conf.getInt("spark.task.maxFailures", LEAST_TASK_FAILURES);
        return failures < LEAST_TASK_FAILURES
                ? Finding.advice(
                        "spark.task.maxFailures=%d ends a run after few lost executors: set it to 12.", failures)
                : Finding.ok("A task may fail %d times before its run ends.", failures);
    }

    private static Finding speculation(SparkConf conf) {
        return conf.getBoolean("spark.speculation", false)
                ? Finding.advice(
                        "spark.speculation=true starts slow tasks twice, which changes no result but uses cores of other"
                                + " workers: set it to false for train.")
                : Finding.ok("Slow tasks are not started twice.");
    }
}
