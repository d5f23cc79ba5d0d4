package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * The number of BLAS threads in relation to the number of cores. OpenBLAS and oneDNN (through OpenMP) read {@code
 * OMP_NUM_THREADS} when they load, so the variable must be set before the JVM starts. {@code deploy/submit} sets it to
 * 1 for the driver, and {@link ClusterChecks#complete} sets it to {@code spark.task.cpus} for executors. Without it, the
 * matrix products of every task would use all cores of the machine.
 *
 * @param threads BLAS threads per task, at least 1
 * @param tasks number of tasks that run concurrently in this process, at least 1
 * @param cores number of cores of this machine, at least 1
 */
record BlasThreads(int threads, int tasks, int cores) {

    static final String VARIABLE = "OMP_NUM_THREADS";

    BlasThreads {
        if (threads < 1 || tasks < 1 || cores < 1) {
            throw new IllegalArgumentException(
                    threads + " threads, " + tasks + " tasks, " + cores + " cores: each must be at least 1.");
        }
    }

    /** Returns the numbers of this process, from its environment variables and Spark settings. */
    static BlasThreads ofProcess(SparkConf conf, Map<String, String> environment) {
        int cores = Runtime.getRuntime().availableProcessors();
        String threads = environment.get(VARIABLE);
        return new BlasThreads(threads == null ? cores : positive(VARIABLE, threads), tasks(conf, cores), cores);
    }

    /** Returns the number of concurrent tasks per executor, or in this process if the master is local. */
    static int tasks(SparkConf conf, int cores) {
        String master = conf.get("spark.master", "local[*]");
        int slots;
        if (MasterUrl.isOneProcess(master)) {
            String given = master.replaceAll("^local\\[?|[,\\]].*$", "");
            slots = given.isEmpty() ? 1 : given.equals("*") ? cores : positive("spark.master", given);
        } else {
            slots = conf.getInt(
                    "spark.executor.cores", MasterUrl.isKubernetes(master) || MasterUrl.isYarn(master) ? 1 : cores);
        }
        return Math.max(1, slots / conf.getInt("spark.task.cpus", 1));
    }

    /** Returns a message if the tasks would use more threads than the machine has cores. */
    Optional<String> warning() {
        if (threads * tasks <= cores || threads == 1) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                "%d concurrent tasks with %d BLAS threads each would compete for %s: set %s=%d or run fewer tasks.",
                tasks, threads, Count.of(cores, "core"), VARIABLE, Math.max(1, cores / tasks)));
    }

    private static int positive(String name, String value) {
        try {
            int number = Integer.parseInt(value.trim());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    name + "=" + value + " is not a number of threads: set it to 1 or more.", e);
        }
        throw InvalidInputException.of("%s=%s is not a number of threads: set it to 1 or more.", name, value);
    }
}
