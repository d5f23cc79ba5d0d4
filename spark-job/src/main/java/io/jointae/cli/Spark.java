package io.jointae.cli;

import org.apache.spark.sql.SparkSession;

/** The session of this process: what spark-submit configured, with a name that says what runs. */
final class Spark {

    private Spark() {}

    /** @param task in words, such as {@code train rectangles DAE-2J} */
    static SparkSession session(String task) {
        SparkSession.Builder builder = SparkSession.builder().appName("jointae " + task);
        if (System.getProperty("spark.master") == null) {
            builder.master("local[*]");
        }
        return builder.getOrCreate();
    }
}
