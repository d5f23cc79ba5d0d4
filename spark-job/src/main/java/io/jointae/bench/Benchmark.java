package io.jointae.bench;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/** One name of {@code bench}. */
public interface Benchmark {

    /** As on the command line, such as {@code step-dae2}. */
    String name();

    /** In one sentence, for {@code bench --help} and people. */
    String description();

    /** Spark master with executors of its own that it wants where the session's has none; null for any. */
    default String master() {
        return null;
    }

    /**
     * Measures.
     *
     * @param spark of this machine; the benchmark may leave it alone
     * @param scale 1 for the figures of the README; less for a quick look, which shrinks repetitions and sizes
     */
    List<BenchResult> run(SparkSession spark, double scale);
}
