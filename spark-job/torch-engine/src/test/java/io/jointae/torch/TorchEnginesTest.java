package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.engine.Engine;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Engines;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Finds the engines of this module as services, and refuses CUDA where it is missing. */
class TorchEnginesTest {

    @Test
    void allEnginesAreServices() {
        assertThat(Engines.of(EngineKind.TORCH_CPU)).isInstanceOf(TorchCpuEngine.class);
        assertThat(Engines.of(EngineKind.TORCH_CUDA)).isInstanceOf(TorchCudaEngine.class);
        assertThat(Engines.of(EngineKind.TORCH_CUDA_TF32)).isInstanceOf(TorchTf32Engine.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"TORCH_CUDA", "TORCH_CUDA_TF32"})
    void cudaWithoutItsJarIsRefusedInOneSentence(EngineKind kind) {
        Engine cuda = Engines.of(kind);

        assertThatThrownBy(() -> cuda.open(DataType.FLOAT, Optional.of("0")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "Engine %s needs pytorch-linux-x86_64-gpu.jar, which is not on the class path: add it to spark.jars.",
                        kind.optionName());
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
