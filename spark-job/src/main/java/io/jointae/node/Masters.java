package io.jointae.node;

/** What a master's URL says about who starts the executors. */
final class Masters {

    private Masters() {}

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
