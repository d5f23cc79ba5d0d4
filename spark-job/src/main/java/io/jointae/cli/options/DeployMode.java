package io.jointae.cli.options;

/** Tells whether spark-submit runs this driver on the user's machine or hands it to a cluster manager. */
public final class DeployMode {

    private DeployMode() {}

    /** Returns whether a cluster manager runs this driver, so that the user does not see its exit status. */
    public static boolean isCluster() {
        return "cluster".equals(System.getProperty("spark.submit.deployMode"))
                // Spark sets this property in a driver pod, where spark-submit runs a second time, in client mode.
                || Boolean.getBoolean("spark.kubernetes.submitInDriver");
    }
}
