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
import org.nd4j.linalg.factory.Nd4j;
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
     * Selects the device of the current task. A task calls this once, before its first array. With the CUDA backend, the
     * assigned GPU becomes the device of the current thread. Outside of a task, or without GPUs, nothing happens.
     *
     * @return the address of the GPU that Spark assigned, or nothing on the CPU
     * @throws InvalidInputException if another task has the same GPU, or if resources and backend do not match
     */
    public static Optional<String> select() {
        return select(false);
    }

    /**
     * Selects the device of the current task as {@link #select()} does, for an engine other than ND4J.
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
        Nd4jBackend backend = Nd4jBackend.present();
        Optional<String> address = assigned(gpus == null ? List.of() : List.of(gpus.addresses()), backend, conf);
        address.ifPresent(device -> {
            LOG.info("GPU {} for task {}", device, task.taskAttemptId());
            Path folder = Path.of(conf.get(CLAIMS_FOLDER, DeviceClaims.defaultFolder()));
            DeviceClaims claims = CLAIMS.computeIfAbsent(folder, DeviceClaims::new);
            claims.take(device, task.taskAttemptId());
            TaskCompletionListener release = done -> claims.release(device, done.taskAttemptId());
            task.addTaskCompletionListener(release);
            if (backend == Nd4jBackend.CUDA) {
                Nd4j.getAffinityManager().unsafeSetDevice(ordinal(device));
            }
        });
        return address;
    }

    /** Checks the addresses that Spark assigned to a task, and returns the one to use. */
    static Optional<String> assigned(List<String> addresses, Nd4jBackend backend, SparkConf conf) {
        if (addresses.isEmpty()) {
            if (GpuSettings.used(conf, backend) && !MasterUrl.isOneProcess(conf.get("spark.master", "local"))) {
                throw InvalidInputException.of(
                        "%s, but Spark assigned no GPU to the task: set %s=1.",
                        backend == Nd4jBackend.CUDA ? "This jar has the CUDA backend" : "The engine computes on a GPU",
                        GpuSettings.TASK_AMOUNT);
            }
            return Optional.empty();
        }
        if (!GpuSettings.used(conf, backend) && !GpuSettings.rehearsed(conf)) {
            throw InvalidInputException.of(
                    "Spark assigned GPU %s to the task, but this jar has the CPU backend: set %s to torch-cuda, build the"
                            + " jar with -Pcuda, or remove the setting %samount.",
                    String.join(",", addresses), FieldName.of("engine"), GpuSettings.EXECUTOR);
        }
        if (addresses.size() > 1) {
            throw InvalidInputException.of(
                    "Spark assigned GPUs %s to one task, which computes on one GPU: set %s=1.",
                    String.join(",", addresses), GpuSettings.TASK_AMOUNT);
        }
        return Optional.of(addresses.get(0));
    }

    /** Returns the number of a device among those that CUDA shows to this process. */
    static int ordinal(String address) {
        if (!address.matches("\\d{1,3}")) {
            throw InvalidInputException.of(
                    "GPU address '%s' is not a device number: use deploy/gpu-discovery.sh as the discovery script.",
                    address);
        }
        return Integer.parseInt(address);
    }
}
