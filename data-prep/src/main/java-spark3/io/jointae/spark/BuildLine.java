package io.jointae.spark;

/** Says for which line of Spark this build was compiled: Spark 3.5. */
public final class BuildLine {

    private BuildLine() {}

    /** Returns the line. */
    public static SparkLine current() {
        return SparkLine.SPARK_3_5;
    }
}
