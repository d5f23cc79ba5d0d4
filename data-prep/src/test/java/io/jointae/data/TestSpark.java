package io.jointae.data;

import org.apache.spark.sql.SparkSession;

/** The local session of a test class, and what several of them need. */
public final class TestSpark {

    private TestSpark() {}

    /** Two threads, no web page, two shuffle partitions. */
    public static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("data-prep tests")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
    }
}
