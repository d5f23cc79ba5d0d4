package io.jointae.runtime;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * Stage-level scheduling: where executors have GPUs and {@code spark.task.resource.gpu.amount} is left open,
 * the stages that train want one GPU a task and all others none, so that evaluation, reading and writing use
 * every core. With an amount set, Spark asks it for every stage.
 */
public final class GpuStages {

    /** One instance: Spark starts separate executors for profiles that are equal but not the same. */
    private static final ResourceProfile ONE_GPU = new ResourceProfileBuilder()
            .require(new TaskResourceRequests().cpus(1).resource("gpu", 1))
            .build();

    private GpuStages() {}

    /** The same rows, in stages that want a GPU a task where GPUs are in play. */
    public static <T> JavaRDD<T> onGpus(JavaRDD<T> rows) {
        SparkConf conf = rows.context().getConf();
        boolean chosen = GpuSettings.asked(conf) && !conf.contains(GpuSettings.TASK_AMOUNT);
        return chosen ? rows.withResources(ONE_GPU) : rows;
    }
}
