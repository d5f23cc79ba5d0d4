package io.jointae.node;

import static io.jointae.node.ClusterChecksTest.yarn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.BadInput;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpusTest {

    private static final String EXECUTOR = "spark.executor.resource.gpu.amount=1";
    private static final String TASK = "spark.task.resource.gpu.amount=1";
    private static final String SCRIPT = "spark.executor.resource.gpu.discoveryScript=./gpu-discovery.sh";
    private static final String REHEARSAL = "spark.jointae.gpu.rehearsal=true";

    @Test
    void theCudaBackendWithAGpuEachIsFine() {
        assertThatCode(() -> Gpus.refuseWrong(yarn(EXECUTOR, TASK, SCRIPT), Backend.CUDA))
                .doesNotThrowAnyException();
    }

    @Test
    void gpusForTheCpuBackendAreRefusedUnlessRehearsed() {
        assertThatThrownBy(() -> Gpus.refuseWrong(yarn(EXECUTOR, TASK, SCRIPT), Backend.CPU))
                .hasMessageContaining("-Pcuda");
        assertThatCode(() -> Gpus.refuseWrong(yarn(EXECUTOR, TASK, SCRIPT, REHEARSAL), Backend.CPU))
                .doesNotThrowAnyException();
    }

    @Test
    void theCudaBackendWithoutGpusIsRefused() {
        assertThatThrownBy(() -> Gpus.refuseWrong(yarn(), Backend.CUDA))
                .hasMessageContaining("spark.executor.resource.gpu.amount=1");
    }

    @Test
    void aShareOfAGpuIsRefused() {
        SparkConf conf = yarn(EXECUTOR, "spark.task.resource.gpu.amount=0.5", SCRIPT);

        assertThatThrownBy(() -> Gpus.refuseWrong(conf, Backend.CUDA))
                .hasMessageContaining("spark.task.resource.gpu.amount=0.5")
                .hasMessageContaining("set it to 1");
    }

    @Test
    void moreGpusThanATaskCanUseAreRefused() {
        SparkConf conf = yarn("spark.executor.resource.gpu.amount=2", "spark.task.resource.gpu.amount=2", SCRIPT);

        assertThatThrownBy(() -> Gpus.refuseWrong(conf, Backend.CUDA))
                .hasMessageContaining("spark.task.resource.gpu.amount=2")
                .hasMessageContaining("set it to 1");
    }

    @Test
    void onlyTheStagesThatTrainMayAskForGpus() {
        assertThatCode(() -> Gpus.refuseWrong(yarn(EXECUTOR, SCRIPT), Backend.CUDA))
                .doesNotThrowAnyException();
    }

    @Test
    void executorsThatCannotSayWhatTheyHaveAreRefused() {
        assertThatThrownBy(() -> Gpus.refuseWrong(yarn(EXECUTOR, TASK), Backend.CUDA))
                .hasMessageContaining("discoveryScript")
                .hasMessageContaining("gpu-discovery.sh");
    }

    @Test
    void aLocalMasterHasNoExecutorsToGiveGpusTo() {
        SparkConf conf = yarn(EXECUTOR, TASK, SCRIPT).setMaster("local[2]");

        assertThatThrownBy(() -> Gpus.refuseWrong(conf, Backend.CUDA)).hasMessageContaining("local[2]");
    }

    @Test
    void aTaskComputesWhereSparkSaysOrNotAtAll() {
        assertThat(TaskDevice.assigned(List.of("3"), Backend.CUDA, yarn())).contains("3");
        assertThat(TaskDevice.assigned(List.of(), Backend.CPU, yarn())).isEmpty();
        assertThat(TaskDevice.assigned(List.of("1"), Backend.CPU, yarn(REHEARSAL)))
                .contains("1");
        assertThat(TaskDevice.assigned(List.of(), Backend.CUDA, yarn().setMaster("local[1]")))
                .isEmpty();
        assertThatThrownBy(() -> TaskDevice.assigned(List.of("1"), Backend.CPU, yarn()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("CPU backend");
        assertThatThrownBy(() -> TaskDevice.assigned(List.of(), Backend.CUDA, yarn()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no GPU");
        assertThatThrownBy(() -> TaskDevice.assigned(List.of("0", "1"), Backend.CUDA, yarn()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("0,1");
    }

    @Test
    void anAddressThatCudaDoesNotKnowIsRefused() {
        assertThat(TaskDevice.ordinal("7")).isEqualTo(7);
        assertThatThrownBy(() -> TaskDevice.ordinal("GPU-7ab3")).hasMessageContaining("gpu-discovery.sh");
    }

    @Test
    void twoTasksCannotHoldOneDevice(@TempDir Path host) {
        try (DeviceClaims claims = new DeviceClaims(host)) {
            claims.take("0", 11);
            claims.take("1", 12);
            assertThatThrownBy(() -> claims.take("0", 13))
                    .isInstanceOf(BadInput.class)
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
    void oneBackendAtATime() {
        assertThat(Backend.choose(true, false)).isEqualTo(Backend.CPU);
        assertThat(Backend.choose(false, true)).isEqualTo(Backend.CUDA);
        assertThatThrownBy(() -> Backend.choose(true, true)).hasMessageContaining("both");
        assertThatThrownBy(() -> Backend.choose(false, false)).hasMessageContaining("jointae.jar");
        assertThat(Backend.present()).isEqualTo(Backend.CPU);
    }
}
