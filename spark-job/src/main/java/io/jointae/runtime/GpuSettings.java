package io.jointae.runtime;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import org.apache.spark.SparkConf;

/** Checks the GPU settings of a session against the engine of its command. */
final class GpuSettings {

    /** The prefix of the settings of an executor's GPUs. */
    static final String EXECUTOR = "spark.executor.resource.gpu.";

    /** The setting with the number of GPUs per task. */
    static final String TASK_AMOUNT = "spark.task.resource.gpu.amount";

    /** Schedules tasks by GPU but computes on the CPU, to test the settings of a GPU cluster without GPUs. */
    static final String REHEARSAL = "spark.jointae.gpu.rehearsal";

    /** Says that the engine of the command computes on GPUs. */
    static final String ENGINE = "spark.jointae.gpu.engine";

    private GpuSettings() {}

    /** Returns whether tasks compute on GPUs. */
    static boolean used(SparkConf conf) {
        return conf.getBoolean(ENGINE, false);
    }

    /** Returns whether GPUs are scheduled but not used. */
    static boolean rehearsed(SparkConf conf) {
        return conf.getBoolean(REHEARSAL, false);
    }

    /** Returns whether the settings request GPUs for the executors. */
    static boolean requested(SparkConf conf) {
        return conf.getInt(EXECUTOR + "amount", 0) > 0;
    }

    /**
     * Checks the settings.
     *
     * @throws InvalidInputException naming the setting that does not fit the engine, the master or the tasks
     */
    static void refuseWrong(SparkConf conf) {
        String master = conf.get("spark.master", "local[*]");
        boolean used = used(conf);
        double perTask = conf.getDouble(TASK_AMOUNT, 0);
        if (MasterUrl.isOneProcess(master)) {
            if (requested(conf) || perTask > 0) {
                throw InvalidInputException.of(
                        "The master %s has no executors that could have GPUs: remove the settings spark.*.resource.gpu.*, or"
                                + " use another master.",
                        master);
            }
            return;
        }
        if ((requested(conf) || perTask > 0) && !used && !rehearsed(conf)) {
            throw InvalidInputException.of(
                    "%samount=%s requests GPUs, but the engine computes on the processor: set %s to torch-cuda, or remove the"
                            + " setting.",
                    EXECUTOR, conf.get(EXECUTOR + "amount", "0"), FieldName.of("engine"));
        }
        if (!requested(conf)) {
            if (used && !conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
                throw InvalidInputException.of(
                        "The engine computes on a GPU, but no GPU is requested: set %samount=1 and %s=1, or choose another"
                                + " engine.",
                        EXECUTOR, TASK_AMOUNT);
            }
            return;
        }
        if (perTask != Math.rint(perTask)) {
            throw InvalidInputException.of(
                    "%s=%s would let tasks share a GPU: set it to 1.", TASK_AMOUNT, conf.get(TASK_AMOUNT));
        }
        if (perTask > 1) {
            throw InvalidInputException.of(
                    "%s=%s reserves GPUs that a task cannot use, because it computes on one: set it to 1.",
                    TASK_AMOUNT, conf.get(TASK_AMOUNT));
        }
        if (!conf.contains(EXECUTOR + "discoveryScript")) {
            throw InvalidInputException.of(
                    "%sdiscoveryScript is not set, so executors cannot find their GPUs: set it to the path of"
                            + " deploy/gpu-discovery.sh on the nodes, or distribute that script with spark.files.",
                    EXECUTOR);
        }
    }
}
