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
    void gpusForAnEngineOnTheProcessorAreRefusedUnlessRehearsed() {
        assertThatThrownBy(() -> GpuSettings.refuseWrong(yarn(EXECUTOR, TASK, SCRIPT)))
                .hasMessageContaining("the engine computes on the processor")
                .hasMessageContaining("torch-cuda");
        assertThatCode(() -> GpuSettings.refuseWrong(yarn(EXECUTOR, TASK, SCRIPT, REHEARSAL)))
                .doesNotThrowAnyException();
    }

    @Test
    void anEngineOnGpusNeedsOneAssignedGpuPerTask() {
        SparkConf complete = yarnWithGpus(EXECUTOR, TASK, SCRIPT);
        SparkConf without = yarnWithGpus();

        assertThatCode(() -> GpuSettings.refuseWrong(complete)).doesNotThrowAnyException();
        assertThat(TaskDevice.assigned(List.of("3"), complete)).contains("3");
        assertThatThrownBy(() -> GpuSettings.refuseWrong(without))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The engine computes on a GPU, but no GPU is requested")
                .hasMessageContaining("spark.executor.resource.gpu.amount=1");
        assertThatThrownBy(() -> TaskDevice.assigned(List.of(), without))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The engine computes on a GPU, but Spark assigned no GPU to the task");
    }

    @Test
    void aShareOfAGpuIsRefused() {
        SparkConf conf = yarnWithGpus(EXECUTOR, "spark.task.resource.gpu.amount=0.5", SCRIPT);

        assertThatThrownBy(() -> GpuSettings.refuseWrong(conf))
                .hasMessageContaining("spark.task.resource.gpu.amount=0.5")
                .hasMessageContaining("set it to 1");
    }

    @Test
    void moreGpusThanATaskCanUseAreRefused() {
        SparkConf conf =
                yarnWithGpus("spark.executor.resource.gpu.amount=2", "spark.task.resource.gpu.amount=2", SCRIPT);

        assertThatThrownBy(() -> GpuSettings.refuseWrong(conf))
                .hasMessageContaining("spark.task.resource.gpu.amount=2")
                .hasMessageContaining("set it to 1");
    }

    @Test
    void theNumberOfGpusPerTaskMayBeUnset() {
        assertThatCode(() -> GpuSettings.refuseWrong(yarnWithGpus(EXECUTOR, SCRIPT)))
                .doesNotThrowAnyException();
    }

    @Test
    void aMissingDiscoveryScriptIsRefused() {
        assertThatThrownBy(() -> GpuSettings.refuseWrong(yarnWithGpus(EXECUTOR, TASK)))
                .hasMessageContaining("discoveryScript")
                .hasMessageContaining("gpu-discovery.sh");
    }

    @Test
    void gpusWithALocalMasterAreRefused() {
        SparkConf conf = yarnWithGpus(EXECUTOR, TASK, SCRIPT).setMaster("local[2]");

        assertThatThrownBy(() -> GpuSettings.refuseWrong(conf)).hasMessageContaining("local[2]");
    }

    @Test
    void aTaskComputesOnTheAssignedGpuOrIsRefused() {
        assertThat(TaskDevice.assigned(List.of("3"), yarnWithGpus())).contains("3");
        assertThat(TaskDevice.assigned(List.of(), yarn())).isEmpty();
        assertThat(TaskDevice.assigned(List.of("1"), yarn(REHEARSAL))).contains("1");
        assertThat(TaskDevice.assigned(List.of(), yarnWithGpus().setMaster("local[1]")))
                .isEmpty();
        assertThatThrownBy(() -> TaskDevice.assigned(List.of("1"), yarn()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the engine computes on the processor");
        assertThatThrownBy(() -> TaskDevice.assigned(List.of(), yarnWithGpus()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no GPU");
        assertThatThrownBy(() -> TaskDevice.assigned(List.of("0", "1"), yarnWithGpus()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0,1");
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
    void onlyTheBackendOfTheProcessorIsAccepted() {
        assertThatCode(() -> Nd4jBackend.refuseWrong(true, false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Nd4jBackend.refuseWrong(true, true)).hasMessageContaining("remove nd4j-cuda");
        assertThatThrownBy(() -> Nd4jBackend.refuseWrong(false, false)).hasMessageContaining("jointae.jar");
        assertThatCode(Nd4jBackend::refuseWrong).doesNotThrowAnyException();
    }

    /** Returns the settings of a session on YARN whose engine computes on GPUs. */
    private static SparkConf yarnWithGpus(String... settings) {
        SparkConf conf = yarn(settings);
        ClusterChecks.computeOnGpus(conf);
        return conf;
    }
}
