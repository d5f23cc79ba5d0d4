package io.jointae.runtime;

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

    private static final String CLAIMS_FOLDER = "spark.jointae.gpu.claims";

    /** One a process and folder: devices belong to the process, whichever session runs in it. */
    private static final Map<Path, DeviceClaims> CLAIMS = new ConcurrentHashMap<>();

    private TaskDevice() {}

    /**
     * To be called once by a task before its first array. With the CUDA backend it makes the assigned GPU the
     * device of this thread; without a task or without GPUs in play it does nothing.
     *
     * @return the address that Spark assigned, or nothing on the CPU
     * @throws InvalidInputException if another task has the same device, or if resources and backend do not fit together
     */
    public static Optional<String> select() {
        TaskContext task = TaskContext.get();
        if (task == null) {
            return Optional.empty();
        }
        SparkConf conf = SparkEnv.get().conf();
        ResourceInformation gpus = task.resourcesJMap().get("gpu");
        Nd4jBackend backend = Nd4jBackend.present();
        Optional<String> address = assigned(gpus == null ? List.of() : List.of(gpus.addresses()), backend, conf);
        address.ifPresent(device -> {
            LOG.info("GPU {} for task {}", device, task.taskAttemptId());
            Path folder = Path.of(conf.get(CLAIMS_FOLDER, "/tmp"));
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

    /** What a task may use, given what Spark assigned to it. */
    static Optional<String> assigned(List<String> addresses, Nd4jBackend backend, SparkConf conf) {
        if (addresses.isEmpty()) {
            if (backend == Nd4jBackend.CUDA && !MasterUrl.isOneProcess(conf.get("spark.master", "local"))) {
                throw InvalidInputException.of(
                        "this jar carries the CUDA backend, but Spark assigned no GPU to the task: set %s=1",
                        GpuSettings.TASK_AMOUNT);
            }
            return Optional.empty();
        }
        if (backend == Nd4jBackend.CPU && !GpuSettings.rehearsed(conf)) {
            throw InvalidInputException.of(
                    "Spark assigned GPU %s to the task, but this jar carries the CPU backend: build with -Pcuda,"
                            + " or leave out %samount",
                    String.join(",", addresses), GpuSettings.EXECUTOR);
        }
        if (addresses.size() > 1) {
            throw InvalidInputException.of(
                    "Spark assigned GPUs %s to one task, which computes on one: set %s=1",
                    String.join(",", addresses), GpuSettings.TASK_AMOUNT);
        }
        return Optional.of(addresses.get(0));
    }

    /** The device's number among those that CUDA shows to this process. */
    static int ordinal(String address) {
        if (!address.matches("\\d{1,3}")) {
            throw InvalidInputException.of(
                    "GPU address '%s' is not a device number: use deploy/gpu-discovery.sh as the discovery script",
                    address);
        }
        return Integer.parseInt(address);
    }
}
