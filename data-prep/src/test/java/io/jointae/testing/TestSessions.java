package io.jointae.testing;

import org.apache.spark.sql.SparkSession;

/** Creates the local Spark sessions of the tests. */
public final class TestSessions {

    private static final int CORES = 2;

    private TestSessions() {}

    /** Returns the running session, or starts one on two cores with two shuffle partitions and no web page. */
    public static SparkSession local() {
        return builder(CORES).getOrCreate();
    }

    /** Returns a builder with the settings of {@link #local()} for a test that needs further settings. */
    public static SparkSession.Builder builder(int cores) {
        return SparkSession.builder()
                .master("local[" + cores + "]")
                .appName("jointae tests")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.driver.host", "127.0.0.1");
    }
}
