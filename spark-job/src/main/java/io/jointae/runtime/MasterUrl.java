package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the URL of a Spark master, which determines how executors start. */
public final class MasterUrl {

    private static final Pattern ONE_PROCESS = Pattern.compile("local|local\\[([1-9]\\d*|\\*)(\\s*,\\s*[1-9]\\d*)?]");

    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[\\s*([1-9]\\d*)\\s*,\\s*([1-9]\\d*)\\s*,\\s*([1-9]\\d*)\\s*]");

    private MasterUrl() {}

    /**
     * Checks the URL of a local master. Spark-submit checks all other masters.
     *
     * @param executorMebibytes heap of an executor in MiB
     * @throws InvalidInputException if the URL is malformed, or if the executors are larger than the workers
     */
    static void refuseWrong(String master, long executorMebibytes) {
        Matcher cluster = LOCAL_CLUSTER.matcher(master);
        if (cluster.matches()) {
            if (executorMebibytes > Long.parseLong(cluster.group(3))) {
                throw InvalidInputException.of(
                        "spark.executor.memory=%dm exceeds the memory of the workers of %s: set spark.executor.memory=%sm.",
                        executorMebibytes, master, cluster.group(3));
            }
        } else if (master.startsWith("local") && !ONE_PROCESS.matcher(master).matches()) {
            throw InvalidInputException.of(
                    "spark.master=%s is not a valid master: use local[CORES], local[*] or"
                            + " local-cluster[WORKERS,CORES,MEBIBYTES].",
                    master);
        }
    }

    /** Returns whether driver and executor are one JVM, as for {@code local}, {@code local[4]} and {@code local[*,3]}. */
    public static boolean isOneProcess(String master) {
        return master.equals("local") || master.startsWith("local[");
    }

    /** Returns the number of cores per executor if the URL determines it. */
    static Optional<Integer> coresPerExecutor(String master) {
        Matcher cluster = LOCAL_CLUSTER.matcher(master);
        if (cluster.matches()) {
            return Optional.of(Integer.parseInt(cluster.group(2)));
        }
        Matcher process = ONE_PROCESS.matcher(master);
        if (!process.matches()) {
            return Optional.empty();
        }
        String cores = process.group(1) == null ? "1" : process.group(1);
        return Optional.of(cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores));
    }

    /** Returns the number of executors if the URL determines it. */
    static Optional<Integer> executors(String master) {
        Matcher cluster = LOCAL_CLUSTER.matcher(master);
        return cluster.matches() ? Optional.of(Integer.parseInt(cluster.group(1))) : Optional.empty();
    }

    /** Returns whether a cluster manager of Spark itself starts the executors, which have all its cores by default. */
    static boolean isStandalone(String master) {
        return master.startsWith("spark://");
    }

    /** Returns whether Kubernetes starts the executors. */
    static boolean isKubernetes(String master) {
        return master.startsWith("k8s");
    }

    /** Returns whether YARN starts the executors. */
    static boolean isYarn(String master) {
        return master.equals("yarn");
    }

    /** Returns whether executors run in containers that are killed when they exceed heap and overhead. */
    static boolean limitsMemory(String master) {
        return isYarn(master) || isKubernetes(master);
    }
}
