package io.jointae.cli.options;

import io.jointae.base.InvalidInputException;
import io.jointae.runtime.ClusterChecks;
import io.jointae.runtime.MasterUrl;
import io.jointae.stack.engine.Arithmetic;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Starts the Spark session of a command with the settings of spark-submit and a name that says what runs. */
public final class SparkSessions {

    private static final String MAIN_CLASS = "io.jointae.cli.Jointae";

    /**
     * The loggers of failed tasks. In one process, a task that fails is not tried again, so the command fails and prints the
     * cause itself.
     */
    private static final List<String> TASK_FAILURES =
            List.of("org.apache.spark.scheduler.TaskSetManager", "org.apache.spark.storage.BlockManager");

    private SparkSessions() {}

    /** Returns Hadoop's settings, including those of {@code spark.hadoop.*}, for checks before the session starts. */
    public static Configuration hadoopConfiguration() {
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }

    /** Returns the settings of spark-submit, for what a command can say before the session starts. */
    public static SparkConf settings() {
        return new SparkConf();
    }

    /**
     * Returns the session of this process, on all cores of this machine where no master is configured.
     *
     * @param task what runs, as users see it in Spark's UI, such as {@code train rectangles DAE-2J}
     * @throws InvalidInputException if the run would fail or be very slow with these settings; nothing is started then
     */
    public static SparkSession session(String task) {
        return session(task, new SparkConf().setIfMissing("spark.master", "local[*]"));
    }

    /**
     * Returns the session of this process for the ways in which its trainings and encodings are computed.
     *
     * @throws InvalidInputException if tasks run in this process, and its processor does not have a precision
     */
    public static SparkSession session(String task, List<Arithmetic> used) {
        SparkConf conf = new SparkConf().setIfMissing("spark.master", "local[*]");
        if (used.stream().anyMatch(each -> each.engine().usesGpu())) {
            ClusterChecks.computeOnGpus(conf);
        }
        if (MasterUrl.isOneProcess(conf.get("spark.master"))) {
            used.forEach(Arithmetic::checkProcessor);
        }
        return session(task, conf);
    }

    /**
     * Returns a session whose executors are separate processes on this machine, so that their memory can be measured.
     *
     * @param task what runs, as for {@link #session(String)}
     * @param master a local cluster in Spark's form, such as {@code local-cluster[2,1,1024]}
     * @param heap the heap of each executor in the JVM's form, such as {@code 1g}
     */
    public static SparkSession localCluster(String task, String master, String heap) {
        SparkConf conf = new SparkConf().setMaster(master).set("spark.executor.memory", heap);
        String options = conf.get("spark.executor.extraJavaOptions", "");
        // The whole heap is resident from the start, and memory freed outside it is returned to the system at once.
        conf.set("spark.executorEnv.MALLOC_MMAP_THRESHOLD_", "131072");
        return session(
                task,
                conf.set("spark.executor.extraJavaOptions", (options + " -XX:+AlwaysPreTouch -Xms" + heap).strip()));
    }

    private static SparkSession session(String task, SparkConf given) {
        SparkConf conf = ClusterChecks.complete(given);
        ClusterChecks.refuseWrong(conf);
        if (MasterUrl.isOneProcess(conf.get("spark.master"))) {
            TASK_FAILURES.forEach(logger -> Configurator.setLevel(logger, Level.FATAL));
        }
        ClusterChecks.warning(conf).ifPresent(warning -> System.err.println("jointae: " + warning));
        return SparkSession.builder().config(conf).appName(name(conf, task)).getOrCreate();
    }

    /**
     * Returns the name of the application: the one that the user gave to spark-submit, otherwise what runs. Where the user
     * gave none, spark-submit sets the name of the main class.
     */
    static String name(SparkConf conf, String task) {
        String given = conf.get("spark.app.name", MAIN_CLASS);
        return given.equals(MAIN_CLASS) ? "jointae " + task : given;
    }
}
