package io.jointae.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.linalg.ProductUnits;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArithmeticTest {

    private static final ProductUnits WITH = new ProductUnits(true, dnnl.dnnl_cpu_isa_avx512_core_bf16, true);
    private static final ProductUnits SLOW = new ProductUnits(true, dnnl.dnnl_cpu_isa_avx512_core_bf16, false);
    private static final ProductUnits WITHOUT = new ProductUnits(true, dnnl.dnnl_cpu_isa_avx2, true);

    @Test
    void autoFollowsTheProcessorAndTheOthersDoNotAskIt() {
        assertThat(Precision.AUTO.resolved(() -> WITH)).isEqualTo(Precision.BFLOAT16);
        assertThat(Precision.AUTO.resolved(() -> SLOW)).isEqualTo(Precision.FLOAT);
        assertThat(Precision.AUTO.resolved(() -> WITHOUT)).isEqualTo(Precision.FLOAT);
        for (Precision precision : new Precision[] {Precision.FLOAT, Precision.BFLOAT16}) {
            assertThat(precision.resolved(() -> {
                        throw new AssertionError("The processor was asked.");
                    }))
                    .isEqualTo(precision);
        }
        assertThat(Arithmetic.of(EngineKind.ND4J, Precision.AUTO).precision())
                .isEqualTo(Precision.AUTO.resolved(ProductUnits::ofThisProcess));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ND4J")
    void otherEnginesHaveSinglePrecisionOnly(EngineKind engine) {
        assertThat(Arithmetic.of(engine, Precision.AUTO)).isEqualTo(Arithmetic.of(engine));
        assertThatThrownBy(() -> Arithmetic.of(engine, Precision.BFLOAT16))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("precision bfloat16 does not work with engine " + engine.optionName()
                        + ": set engine to nd4j, or precision to float.");
    }

    @Test
    void theSuffixIsEmptyForWhatEarlierVersionsDid() {
        assertThat(Arithmetic.DEFAULT.suffix()).isEmpty();
        assertThat(Arithmetic.of(EngineKind.TORCH_CPU).suffix()).isEqualTo(" torch-cpu");
        assertThat(new Arithmetic(EngineKind.ND4J, Precision.BFLOAT16).suffix()).isEqualTo(" bfloat16");
    }

    @Test
    void fullPrecisionRoundsNoFactors() {
        assertThat(Arithmetic.of(EngineKind.TORCH_CUDA_TF32).inFullPrecision())
                .isEqualTo(Arithmetic.of(EngineKind.TORCH_CUDA));
        assertThat(new Arithmetic(EngineKind.ND4J, Precision.BFLOAT16).inFullPrecision())
                .isEqualTo(Arithmetic.DEFAULT);
        assertThat(Arithmetic.of(EngineKind.TORCH_CPU).inFullPrecision())
                .isEqualTo(Arithmetic.of(EngineKind.TORCH_CPU));
    }
}
