package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import io.jointae.spark.ScalaLists;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;

/**
 * The tasks that the executors of an application run at the same time.
 *
 * @param present the tasks of the executors that are there
 * @param perExecutor the tasks of one executor, 1 or more
 * @param most the tasks of all executors to which dynamic allocation may grow; equal to {@code present} without it
 */
public record ExecutorSlots(int present, int perExecutor, int most) {

    /** Spark's default for the number of executors on YARN and Kubernetes. */
    private static final int DEFAULT_EXECUTORS = 2;

    private static final String MASTER = "spark.master";
    private static final String ALL_CORES = "local[*]";
    private static final String DYNAMIC = "spark.dynamicAllocation.";

    /** Returns the slots of a running session, as its executors are at this moment. */
    public static ExecutorSlots now(SparkContext context) {
        SparkConf conf = context.getConf();
        int present = 0;
        int perExecutor = perExecutor(conf);
        for (ExecutorSummary executor : ScalaLists.toJava(context.statusStore().executorList(true))) {
            present += executor.maxTasks();
            perExecutor = Math.max(perExecutor, executor.maxTasks());
        }
        return of(conf, present, perExecutor);
    }

    /**
     * Returns the slots that a session with these settings would have when it starts. For a standalone cluster, which gives
     * all its cores to an application, these are {@code spark.cores.max}, or as many as this machine has.
     *
     * @throws InvalidInputException if a setting is not a number
     */
    public static ExecutorSlots expected(SparkConf conf) {
        try {
            return of(conf, presentAtStart(conf), perExecutor(conf));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static int presentAtStart(SparkConf conf) {
        String master = conf.get(MASTER, ALL_CORES);
        if (MasterUrl.isOneProcess(master)) {
            return perExecutor(conf);
        }
        if (MasterUrl.isStandalone(master) && !isDynamic(conf)) {
            int cores = conf.getInt("spark.cores.max", Runtime.getRuntime().availableProcessors());
            return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
        }
        int executors = MasterUrl.executors(master)
                .orElse(conf.getInt("spark.executor.instances", isDynamic(conf) ? 0 : DEFAULT_EXECUTORS));
        if (isDynamic(conf)) {
            int least = conf.getInt(DYNAMIC + "minExecutors", 0);
            executors = Math.max(executors, conf.getInt(DYNAMIC + "initialExecutors", least));
        }
        return executors * perExecutor(conf);
    }

    private static ExecutorSlots of(SparkConf conf, int present, int perExecutor) {
        if (!isDynamic(conf)) {
            return new ExecutorSlots(present, perExecutor, present);
        }
        long most = (long) perExecutor * conf.getInt(DYNAMIC + "maxExecutors", Integer.MAX_VALUE);
        return new ExecutorSlots(present, perExecutor, (int) Math.max(present, Math.min(most, Integer.MAX_VALUE)));
    }

    /**
     * Returns the number of tasks that a driver should have running or waiting. Dynamic allocation adds executors only
     * while tasks wait, so this is twice the number of {@code present}, up to {@code most}.
     */
    public int wanted() {
        return (int) Math.min(most, Math.max(2L * present, perExecutor));
    }

    private static boolean isDynamic(SparkConf conf) {
        return conf.getBoolean(DYNAMIC + "enabled", false) && !MasterUrl.isOneProcess(conf.get(MASTER, ALL_CORES));
    }

    /** Returns the tasks of one executor, as far as the settings determine them. */
    private static int perExecutor(SparkConf conf) {
        Optional<Integer> cores = MasterUrl.coresPerExecutor(conf.get(MASTER, ALL_CORES));
        return Math.max(1, cores.orElse(conf.getInt("spark.executor.cores", 1)) / conf.getInt("spark.task.cpus", 1));
    }
}
