package io.jointae.cli;

import io.jointae.base.BadInput;
import io.jointae.node.Backend;
import io.jointae.node.ClusterChecks;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** The session of this process: what spark-submit configured, with a name that says what runs. */
final class Spark {

    private Spark() {}

    /** Hadoop's settings with those of {@code spark.hadoop.*}: for checks before the session starts. */
    static Configuration hadoopConfiguration() {
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }

    /**
     * @param task in words, such as {@code train rectangles DAE-2J}
     * @throws BadInput if the settings would fail or crawl, before anything starts
     */
    static SparkSession session(String task) {
        return session(task, new SparkConf().setIfMissing("spark.master", "local[*]"));
    }

    /** As {@link #session(String)}, with executors of their own on this machine, each of as much heap. */
    static SparkSession localCluster(String task, String master, String heap) {
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
        ClusterChecks.refuseWrong(conf, Backend.present());
        ClusterChecks.warning(conf).ifPresent(words -> System.err.println("jointae: " + words));
        return SparkSession.builder().config(conf).appName("jointae " + task).getOrCreate();
    }
}
