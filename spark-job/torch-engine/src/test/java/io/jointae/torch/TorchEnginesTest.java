package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.engine.Engine;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Engines;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Finds the engines of this module as services, and refuses CUDA where it is missing. */
class TorchEnginesTest {

    @Test
    void bothEnginesAreServices() {
        assertThat(Engines.of(EngineKind.TORCH_CPU)).isInstanceOf(TorchCpuEngine.class);
        assertThat(Engines.of(EngineKind.TORCH_CUDA)).isInstanceOf(TorchCudaEngine.class);
    }

    @Test
    void cudaWithoutItsJarIsRefusedInOneSentence() {
        Engine cuda = Engines.of(EngineKind.TORCH_CUDA);

        assertThatThrownBy(() -> cuda.open(DataType.FLOAT, Optional.of("0")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "Engine torch-cuda needs pytorch-linux-x86_64-gpu.jar, which is not on the class path: add it"
                                + " to spark.jars.");
    }

    @Test
    void anAddressThatIsNoNumberIsRefused() {
        Engine cuda = Engines.of(EngineKind.TORCH_CUDA);

        assertThatThrownBy(() -> cuda.open(DataType.FLOAT, Optional.of("GPU-7ab3")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("GPU-7ab3")
                .hasMessageContaining("gpu-discovery.sh");
    }
}
