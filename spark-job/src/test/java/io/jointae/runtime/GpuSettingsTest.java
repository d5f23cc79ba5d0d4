package io.jointae.runtime;

import static io.jointae.runtime.ClusterChecksTest.yarn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuSettingsTest {

    private static final String EXECUTOR = "spark.executor.resource.gpu.amount=1";
    private static final String TASK = "spark.task.resource.gpu.amount=1";
    private static final String SCRIPT = "spark.executor.resource.gpu.discoveryScript=./gpu-discovery.sh";
    private static final String REHEARSAL = "spark.jointae.gpu.rehearsal=true";

    @Test
    void theCudaBackendWithOneGpuPerExecutorIsAccepted() {
        assertThatCode(() -> GpuSettings.refuseWrong(yarn(EXECUTOR, TASK, SCRIPT), Nd4jBackend.CUDA))
                .doesNotThrowAnyException();
    }

    @Test
    void gpusForTheCpuBackendAreRefusedUnlessRehearsed() {
        assertThatThrownBy(() -> GpuSettings.refuseWrong(yarn(EXECUTOR, TASK, SCRIPT), Nd4jBackend.CPU))
                .hasMessageContaining("-Pcuda");
        assertThatCode(() -> GpuSettings.refuseWrong(yarn(EXECUTOR, TASK, SCRIPT, REHEARSAL), Nd4jBackend.CPU))
                .doesNotThrowAnyException();
    }

    /** An engine on GPUs needs the same settings as the CUDA backend, although the jar has the CPU backend. */
    @Test
    void anEngineOnGpusNeedsOneAssignedGpuPerTask() {
        SparkConf complete = yarn(EXECUTOR, TASK, SCRIPT);
        SparkConf without = yarn();
        ClusterChecks.computeOnGpus(complete);
        ClusterChecks.computeOnGpus(without);

        assertThatCode(() -> GpuSettings.refuseWrong(complete, Nd4jBackend.CPU)).doesNotThrowAnyException();
        assertThat(TaskDevice.assigned(List.of("3"), Nd4jBackend.CPU, complete)).contains("3");
        assertThatThrownBy(() -> GpuSettings.refuseWrong(without, Nd4jBackend.CPU))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The engine computes on a GPU, but no GPU is requested")
                .hasMessageContaining("spark.executor.resource.gpu.amount=1");
        assertThatThrownBy(() -> TaskDevice.assigned(List.of(), Nd4jBackend.CPU, without))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The engine computes on a GPU, but Spark assigned no GPU to the task");
    }

    @Test
    void theCudaBackendWithoutGpusIsRefused() {
        assertThatThrownBy(() -> GpuSettings.refuseWrong(yarn(), Nd4jBackend.CUDA))
                .hasMessageContaining("spark.executor.resource.gpu.amount=1");
    }

    @Test
    void aShareOfAGpuIsRefused() {
        SparkConf conf = yarn(EXECUTOR, "spark.task.resource.gpu.amount=0.5", SCRIPT);

        assertThatThrownBy(() -> GpuSettings.refuseWrong(conf, Nd4jBackend.CUDA))
                .hasMessageContaining("spark.task.resource.gpu.amount=0.5")
                .hasMessageContaining("set it to 1");
    }

    @Test
    void moreGpusThanATaskCanUseAreRefused() {
        SparkConf conf = yarn("spark.executor.resource.gpu.amount=2", "spark.task.resource.gpu.amount=2", SCRIPT);

        assertThatThrownBy(() -> GpuSettings.refuseWrong(conf, Nd4jBackend.CUDA))
                .hasMessageContaining("spark.task.resource.gpu.amount=2")
                .hasMessageContaining("set it to 1");
    }

    @Test
    void theNumberOfGpusPerTaskMayBeUnset() {
        assertThatCode(() -> GpuSettings.refuseWrong(yarn(EXECUTOR, SCRIPT), Nd4jBackend.CUDA))
                .doesNotThrowAnyException();
    }

    @Test
    void aMissingDiscoveryScriptIsRefused() {
        assertThatThrownBy(() -> GpuSettings.refuseWrong(yarn(EXECUTOR, TASK), Nd4jBackend.CUDA))
                .hasMessageContaining("discoveryScript")
                .hasMessageContaining("gpu-discovery.sh");
    }

    @Test
    void gpusWithALocalMasterAreRefused() {
        SparkConf conf = yarn(EXECUTOR, TASK, SCRIPT).setMaster("local[2]");

        assertThatThrownBy(() -> GpuSettings.refuseWrong(conf, Nd4jBackend.CUDA))
                .hasMessageContaining("local[2]");
    }

    @Test
    void aTaskComputesOnTheAssignedGpuOrIsRefused() {
        assertThat(TaskDevice.assigned(List.of("3"), Nd4jBackend.CUDA, yarn())).contains("3");
        assertThat(TaskDevice.assigned(List.of(), Nd4jBackend.CPU, yarn())).isEmpty();
        assertThat(TaskDevice.assigned(List.of("1"), Nd4jBackend.CPU, yarn(REHEARSAL)))
                .contains("1");
        assertThat(TaskDevice.assigned(List.of(), Nd4jBackend.CUDA, yarn().setMaster("local[1]")))
                .isEmpty();
        assertThatThrownBy(() -> TaskDevice.assigned(List.of("1"), Nd4jBackend.CPU, yarn()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("CPU backend");
        assertThatThrownBy(() -> TaskDevice.assigned(List.of(), Nd4jBackend.CUDA, yarn()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no GPU");
        assertThatThrownBy(() -> TaskDevice.assigned(List.of("0", "1"), Nd4jBackend.CUDA, yarn()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0,1");
    }

    @Test
    void anAddressThatIsNotADeviceNumberIsRefused() {
        assertThat(TaskDevice.ordinal("7")).isEqualTo(7);
        assertThatThrownBy(() -> TaskDevice.ordinal("GPU-7ab3")).hasMessageContaining("gpu-discovery.sh");
    }

    @Test
    void twoTasksCannotHoldOneDevice(@TempDir Path host) {
        try (DeviceClaims claims = new DeviceClaims(host)) {
            claims.take("0", 11);
            claims.take("1", 12);
            assertThatThrownBy(() -> claims.take("0", 13))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("task 11");
            claims.release("0", 11);
            assertThatCode(() -> claims.take("0", 13)).doesNotThrowAnyException();
        }
    }

    @Test
    void twoExecutorsOfOneHostCannotHoldOneDevice(@TempDir Path host) {
        try (DeviceClaims other = new DeviceClaims(host)) {
            try (DeviceClaims one = new DeviceClaims(host)) {
                one.take("0", 1);
                assertThatThrownBy(() -> other.take("0", 1)).hasMessageContaining("another process");
                one.release("0", 1);
                assertThatThrownBy(() -> other.take("0", 2)).hasMessageContaining("another process");
            }
            assertThatCode(() -> other.take("0", 1)).doesNotThrowAnyException();
        }
    }

    @Test
    void aFolderOfLocksThatOthersCanWriteToIsRefused(@TempDir Path host) throws IOException {
        Path open = Files.createDirectory(host.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(host.resolve("link"), host);
        for (Path folder : List.of(open, link)) {
            try (DeviceClaims claims = new DeviceClaims(folder)) {
                assertThatThrownBy(() -> claims.take("0", 1))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("does not belong to this user alone");
            }
        }
        Path fresh = host.resolve("fresh");
        try (DeviceClaims claims = new DeviceClaims(fresh)) {
            claims.take("0", 1);
            assertThat(Files.getPosixFilePermissions(fresh)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void exactlyOneBackendIsAccepted() {
        assertThat(Nd4jBackend.choose(true, false)).isEqualTo(Nd4jBackend.CPU);
        assertThat(Nd4jBackend.choose(false, true)).isEqualTo(Nd4jBackend.CUDA);
        assertThatThrownBy(() -> Nd4jBackend.choose(true, true)).hasMessageContaining("Both ND4J backends");
        assertThatThrownBy(() -> Nd4jBackend.choose(false, false)).hasMessageContaining("jointae.jar");
        assertThat(Nd4jBackend.present()).isEqualTo(Nd4jBackend.CPU);
    }
}
