package io.jointae.cli.options;

import io.jointae.base.InvalidInputException;
import io.jointae.runtime.ClusterChecks;
import io.jointae.runtime.Nd4jBackend;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** The session of this process: what spark-submit configured, with a name that says what runs. */
public final class SparkSessions {

    private SparkSessions() {}

    /** Hadoop's settings with those of {@code spark.hadoop.*}: for checks before the session starts. */
    public static Configuration hadoopConfiguration() {
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }

    /**
     * @param task in words, such as {@code train rectangles DAE-2J}
     * @throws InvalidInputException if the settings would fail or crawl, before anything starts
     */
    public static SparkSession session(String task) {
        return session(task, new SparkConf().setIfMissing("spark.master", "local[*]"));
    }

    /** As {@link #session(String)}, with executors of their own on this machine, each of as much heap. */
    public static SparkSession localCluster(String task, String master, String heap) {
        SparkConf conf = new SparkConf().setMaster(master).set("spark.executor.memory", heap);
        String options = conf.get("spark.executor.extraJavaOptions", "");
        // All of the heap is resident from the start, and what is freed outside of it is not: both can be measured.
        conf.set("spark.executorEnv.MALLOC_MMAP_THRESHOLD_", "131072");
        return session(
                task,
                conf.set("spark.executor.extraJavaOptions", (options + " -XX:+AlwaysPreTouch -Xms" + heap).strip()));
    }

    private static SparkSession session(String task, SparkConf given) {
        SparkConf conf = ClusterChecks.complete(given);
        ClusterChecks.refuseWrong(conf, Nd4jBackend.present());
        ClusterChecks.warning(conf).ifPresent(words -> System.err.println("jointae: " + words));
        return SparkSession.builder().config(conf).appName("jointae " + task).getOrCreate();
    }
}
