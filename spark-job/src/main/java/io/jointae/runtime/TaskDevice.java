package io.jointae.runtime;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.TaskCompletionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device on which a task computes: the GPU that Spark assigned to it, or the CPU. */
public final class TaskDevice {

    private static final Logger LOG = LoggerFactory.getLogger(TaskDevice.class);

    static final String CLAIMS_FOLDER = "spark.jointae.gpu.claims";

    /** One set of claims per folder in this process, which all sessions of the process share. */
    private static final Map<Path, DeviceClaims> CLAIMS = new ConcurrentHashMap<>();

    private TaskDevice() {}

    /**
     * Selects the device of the current task. A task that computes on the processor calls this once, before its
     * first array. Outside of a task, or without GPUs, nothing happens.
     *
     * @return the address of the GPU that Spark assigned, or nothing on the CPU
     * @throws InvalidInputException if another task has the same GPU, or if Spark assigned GPUs to a computation on the
     *     processor
     */
    public static Optional<String> select() {
        return select(false);
    }

    /**
     * Selects the device of the current task as {@link #select()} does, for the engine of the task.
     *
     * @param engineUsesGpu whether the engine computes on a GPU, so that Spark must assign one
     * @return the address of the GPU that Spark assigned, or nothing on the CPU and for a master with one process
     * @throws InvalidInputException if another task has the same GPU, or if resources and engine do not match
     */
    public static Optional<String> select(boolean engineUsesGpu) {
        TaskContext task = TaskContext.get();
        if (task == null) {
            return Optional.empty();
        }
        SparkConf conf = SparkEnv.get().conf().clone();
        if (engineUsesGpu) {
            conf.set(GpuSettings.ENGINE, "true");
        }
        ResourceInformation gpus = task.resourcesJMap().get("gpu");
        Optional<String> address = assigned(gpus == null ? List.of() : List.of(gpus.addresses()), conf);
        address.ifPresent(device -> {
            LOG.info("GPU {} for task {}", device, task.taskAttemptId());
            Path folder = Path.of(conf.get(CLAIMS_FOLDER, DeviceClaims.defaultFolder()));
            DeviceClaims claims = CLAIMS.computeIfAbsent(folder, DeviceClaims::new);
            claims.take(device, task.taskAttemptId());
            TaskCompletionListener release = done -> claims.release(device, done.taskAttemptId());
            task.addTaskCompletionListener(release);
        });
        return address;
    }

    /** Checks the addresses that Spark assigned to a task, and returns the one to use. */
    static Optional<String> assigned(List<String> addresses, SparkConf conf) {
        if (addresses.isEmpty()) {
            if (GpuSettings.used(conf) && !MasterUrl.isOneProcess(conf.get("spark.master", "local"))) {
                throw InvalidInputException.of(
                        "The engine computes on a GPU, but Spark assigned no GPU to the task: set %s=1.",
                        GpuSettings.TASK_AMOUNT);
            }
            return Optional.empty();
        }
        if (!GpuSettings.used(conf) && !GpuSettings.rehearsed(conf)) {
            throw InvalidInputException.of(
                    "Spark assigned GPU %s to the task, but the engine computes on the processor: set %s to torch-cuda, or"
                            + " remove the setting %samount.",
                    String.join(",", addresses), FieldName.of("engine"), GpuSettings.EXECUTOR);
        }
        if (addresses.size() > 1) {
            throw InvalidInputException.of(
                    "Spark assigned GPUs %s to one task, which computes on one GPU: set %s=1.",
                    String.join(",", addresses), GpuSettings.TASK_AMOUNT);
        }
        return Optional.of(addresses.get(0));
    }
}
