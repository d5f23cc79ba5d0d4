package io.jointae.cli;

/** Who runs this driver. */
final class DeployMode {

    private DeployMode() {}

    /** Whether a cluster manager does, so that whoever submitted does not see the exit status. */
    static boolean isCluster() {
        return "cluster".equals(System.getProperty("spark.submit.deployMode"))
                // Spark's own mark of a driver pod, in which spark-submit runs once more, in client mode.
                || Boolean.getBoolean("spark.kubernetes.submitInDriver");
    }
}
