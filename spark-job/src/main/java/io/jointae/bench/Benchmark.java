package io.jointae.bench;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A benchmark that the command {@code bench} can run. */
public interface Benchmark {

    /** Returns the name that selects the benchmark on the command line, such as {@code step-dae2}. */
    String name();

    /** Returns what the benchmark measures, as one phrase without a period. */
    String description();

    /** Returns whether this machine has what the benchmark measures. */
    default boolean runsOnThisMachine() {
        return true;
    }

    /**
     * Returns the Spark master that the benchmark needs if the session's master has no separate executor processes.
     *
     * @return a master such as {@code local-cluster[2,1,1024]}, or null if any master will do
     */
    default String master() {
        return null;
    }

    /** Returns the heap of each executor of {@link #master()}, in the JVM's form. */
    default String executorHeap() {
        return "1g";
    }

    /**
     * Runs the benchmark.
     *
     * @param spark the Spark session; some benchmarks do not use it
     * @param scale the factor of repetitions and sizes: 1 for the published figures, less for a quick run
     * @return the measured figures, in the order in which they are printed
     */
    List<BenchResult> run(SparkSession spark, double scale);
}
