package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a master's URL says about who starts the executors. */
final class MasterUrl {

    private static final Pattern ONE_PROCESS = Pattern.compile("local|local\\[([1-9]\\d*|\\*)(\\s*,\\s*[1-9]\\d*)?]");

    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[\\s*[1-9]\\d*\\s*,\\s*[1-9]\\d*\\s*,\\s*([1-9]\\d*)\\s*]");

    private MasterUrl() {}

    /**
     * Other masters are told from each other by spark-submit.
     *
     * @param executorMebibytes heap of an executor
     * @throws InvalidInputException if this is no local master that Spark knows, or one whose workers no executor fits
     */
    static void refuseWrong(String master, long executorMebibytes) {
        Matcher cluster = LOCAL_CLUSTER.matcher(master);
        if (cluster.matches()) {
            if (executorMebibytes > Long.parseLong(cluster.group(1))) {
                throw InvalidInputException.of(
                        "spark.executor.memory=%dm does not fit the workers of %s: set spark.executor.memory=%sm",
                        executorMebibytes, master, cluster.group(1));
            }
        } else if (master.startsWith("local") && !ONE_PROCESS.matcher(master).matches()) {
            throw InvalidInputException.of(
                    "--master %s is none: say local[CORES], local[*] or local-cluster[WORKERS,CORES,MEBIBYTES]",
                    master);
        }
    }

    /** Driver and executor are one JVM: {@code local}, {@code local[4]}, {@code local[*,3]}. */
    static boolean isOneProcess(String master) {
        return master.equals("local") || master.startsWith("local[");
    }

    static boolean isKubernetes(String master) {
        return master.startsWith("k8s");
    }

    static boolean isYarn(String master) {
        return master.equals("yarn");
    }

    /** Executors run in containers that are killed when they outgrow heap and overhead. */
    static boolean limitsMemory(String master) {
        return isYarn(master) || isKubernetes(master);
    }
}
