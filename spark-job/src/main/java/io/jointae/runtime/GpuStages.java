package io.jointae.runtime;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * Stage-level scheduling of GPUs. If executors have GPUs and {@code spark.task.resource.gpu.amount} is not set, the
 * stages that train request one GPU per task and all other stages request none, so that evaluation, reading and
 * writing use every core. If the amount is set, Spark applies it to every stage.
 */
public final class GpuStages {

    /** The only instance: Spark would start separate executors for another profile, even an equal one. */
    private static final ResourceProfile ONE_GPU = new ResourceProfileBuilder()
            .require(new TaskResourceRequests().cpus(1).resource("gpu", 1))
            .build();

    private GpuStages() {}

    /** Returns the same rows, computed in stages that request one GPU per task if the executors have GPUs. */
    public static <T> JavaRDD<T> onGpus(JavaRDD<T> rows) {
        SparkConf conf = rows.context().getConf();
        boolean chosen = GpuSettings.requested(conf) && !conf.contains(GpuSettings.TASK_AMOUNT);
        return chosen ? rows.withResources(ONE_GPU) : rows;
    }
}
