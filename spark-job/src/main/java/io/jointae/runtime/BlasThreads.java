package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * BLAS threads against Spark's cores. OpenBLAS and OpenMP, which gives oneDNN its threads, read
 * {@code OMP_NUM_THREADS} when they load, so the number is set outside the JVM: {@code deploy/submit} sets 1 for the driver, {@link ClusterChecks#complete} sets
 * {@code spark.task.cpus} for executors. Unset, every task's product would take all cores of the machine.
 *
 * @param threads of one task's products, at least 1
 * @param tasks that run side by side in this process, at least 1
 * @param cores of this machine, at least 1
 */
record BlasThreads(int threads, int tasks, int cores) {

    static final String VARIABLE = "OMP_NUM_THREADS";

    BlasThreads {
        if (threads < 1 || tasks < 1 || cores < 1) {
            throw new IllegalArgumentException(
                    threads + " threads, " + tasks + " tasks, " + cores + " cores: each must be positive");
        }
    }

    /** Of this process, from its environment and settings. */
    static BlasThreads here(SparkConf conf, Map<String, String> environment) {
        int cores = Runtime.getRuntime().availableProcessors();
        String threads = environment.get(VARIABLE);
        return new BlasThreads(threads == null ? cores : positive(VARIABLE, threads), tasks(conf, cores), cores);
    }

    /** Tasks side by side in one executor, or in this process with a local master. */
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

    /** What to say when the machine would be oversubscribed. */
    Optional<String> warning() {
        if (threads * tasks <= cores || threads == 1) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                "%d tasks side by side with %d BLAS threads each on %d cores: set %s=%d, or fewer tasks",
                tasks, threads, cores, VARIABLE, Math.max(1, cores / tasks)));
    }

    private static int positive(String name, String value) {
        try {
            int number = Integer.parseInt(value.trim());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidInputException(name + "=" + value + " is not a number of threads: set it to 1 or more", e);
        }
        throw InvalidInputException.of("%s=%s is not a number of threads: set it to 1 or more", name, value);
    }
}
