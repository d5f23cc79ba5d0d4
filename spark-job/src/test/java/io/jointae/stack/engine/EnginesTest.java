package io.jointae.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class EnginesTest {

    @Test
    void nd4jIsAlwaysThere() {
        assertThat(Engines.of(EngineKind.ND4J)
                        .open(DataType.FLOAT, Optional.empty())
                        .type())
                .isEqualTo(DataType.FLOAT);
    }

    /** The module torch-engine is not on the class path of these tests. */
    @Test
    void anEngineWhoseJarIsMissingIsRefusedWithARemedy() {
        for (EngineKind kind :
                new EngineKind[] {EngineKind.TORCH_CPU, EngineKind.TORCH_CUDA, EngineKind.TORCH_CUDA_TF32}) {
            assertThatThrownBy(() -> Engines.of(kind))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("engine " + kind.optionName()
                            + " is not on the class path: add the jar of the module torch-engine to spark.jars, or set engine"
                            + " to nd4j.");
        }
    }

    @Test
    void onlyCudaNeedsAnAssignedGpu() {
        assertThat(EngineKind.ND4J.usesGpu()).isFalse();
        assertThat(EngineKind.TORCH_CPU.usesGpu()).isFalse();
        assertThat(EngineKind.TORCH_CUDA.usesGpu()).isTrue();
        assertThat(EngineKind.TORCH_CUDA_TF32.usesGpu()).isTrue();
    }
}
