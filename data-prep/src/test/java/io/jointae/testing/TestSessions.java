package io.jointae.testing;

import io.jointae.spark.BuildLine;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Creates the Spark sessions of the tests. */
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

    /**
     * Returns a builder for a session whose executors are processes of their own. They take Spark and the classes under test
     * from the class path of this process.
     *
     * @param executors the number of executors; with dynamic allocation, the largest number
     * @param cores the tasks of one executor
     * @param mebibytes the heap of one executor
     */
    public static SparkSession.Builder cluster(int executors, int cores, int mebibytes) {
        return builder(CORES)
                .master(String.format("local-cluster[%d,%d,%d]", executors, cores, mebibytes))
                .config("spark.executor.memory", mebibytes + "m")
                .config("spark.executor.defaultJavaOptions", executorOptions())
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config(
                        "spark.executorEnv.SPARK_SCALA_VERSION",
                        BuildLine.current().scala())
                // The executor takes Spark from the class path above, not from the jars of a Spark home.
                .config("spark.executorEnv.SPARK_SQL_TESTING", "1");
    }

    /** Returns the JVM options of executors, which live for seconds and take the native libraries from this process. */
    private static String executorOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.contains("javacpp.cachedir"))
                .collect(Collectors.joining(" ", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ", ""));
    }
}
