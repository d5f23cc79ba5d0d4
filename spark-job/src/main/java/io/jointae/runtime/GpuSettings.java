package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import org.apache.spark.SparkConf;

/** GPU settings of a session against the backend that the jar carries. */
final class GpuSettings {

    static final String EXECUTOR = "spark.executor.resource.gpu.";
    static final String TASK_AMOUNT = "spark.task.resource.gpu.amount";

    /** Schedules by GPU and computes on the CPU: to rehearse a GPU cluster's settings on machines without. */
    static final String REHEARSAL = "spark.jointae.gpu.rehearsal";

    private GpuSettings() {}

    static boolean rehearsed(SparkConf conf) {
        return conf.getBoolean(REHEARSAL, false);
    }

    /** Whether every executor of the default profile is to have a GPU. */
    static boolean asked(SparkConf conf) {
        return conf.getInt(EXECUTOR + "amount", 0) > 0;
    }

    static void refuseWrong(SparkConf conf, Nd4jBackend backend) {
        String master = conf.get("spark.master", "local[*]");
        double perTask = conf.getDouble(TASK_AMOUNT, 0);
        if (MasterUrl.isOneProcess(master)) {
            if (asked(conf) || perTask > 0) {
                throw InvalidInputException.of(
                        "%s has no executors to give GPUs to: leave out spark.*.resource.gpu.*, or use another master",
                        master);
            }
            return;
        }
        if ((asked(conf) || perTask > 0) && backend == Nd4jBackend.CPU && !rehearsed(conf)) {
            throw InvalidInputException.of(
                    "%samount=%s asks for GPUs, but this jar carries the CPU backend: build with -Pcuda, or leave it out",
                    EXECUTOR, conf.get(EXECUTOR + "amount", "0"));
        }
        if (!asked(conf)) {
            if (backend == Nd4jBackend.CUDA && !conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
                throw InvalidInputException.of(
                        "this jar carries the CUDA backend, but no GPU is asked for: set %samount=1 and %s=1,"
                                + " or build without -Pcuda",
                        EXECUTOR, TASK_AMOUNT);
            }
            return;
        }
        if (perTask != Math.rint(perTask)) {
            throw InvalidInputException.of(
                    "%s=%s lets tasks share a device: set it to 1", TASK_AMOUNT, conf.get(TASK_AMOUNT));
        }
        if (perTask > 1) {
            throw InvalidInputException.of(
                    "%s=%s gives a task devices that it leaves idle: it computes on one, so set it to 1",
                    TASK_AMOUNT, conf.get(TASK_AMOUNT));
        }
        if (!conf.contains(EXECUTOR + "discoveryScript")) {
            throw InvalidInputException.of(
                    "%sdiscoveryScript is not set, so executors cannot say which GPUs they have:"
                            + " name deploy/gpu-discovery.sh as it lies on the nodes, or add it with --files",
                    EXECUTOR);
        }
    }
}
