package io.jointae.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.runtime.natives.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class ProductUnitsTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                dnnl.dnnl_cpu_isa_avx512_core_bf16,
                dnnl.dnnl_cpu_isa_avx10_1_512,
                dnnl.dnnl_cpu_isa_avx10_1_512_amx,
                dnnl.dnnl_cpu_isa_avx10_1_512_amx_fp16
            })
    void instructionSetsFromAvx512Bf16OnMultiplyBfloat16(int instructionSet) {
        ProductUnits units = new ProductUnits(true, instructionSet, false);
        assertThat(units.multiplyBfloat16()).isTrue();
        assertThatCode(units::requireBfloat16).doesNotThrowAnyException();
        assertThat(new ProductUnits(false, instructionSet, false).multiplyBfloat16())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                dnnl.dnnl_cpu_isa_sse41,
                dnnl.dnnl_cpu_isa_avx2,
                dnnl.dnnl_cpu_isa_avx2_vnni_2,
                dnnl.dnnl_cpu_isa_avx512_core,
                dnnl.dnnl_cpu_isa_avx512_core_vnni
            })
    void aProcessorWithoutBfloat16IsRefusedInOneSentence(int instructionSet) {
        ProductUnits units = new ProductUnits(true, instructionSet, false);
        assertThat(units.multiplyBfloat16()).isFalse();
        assertThatThrownBy(units::requireBfloat16)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("precision bfloat16 needs a processor with AVX512_BF16 or AMX instructions, and oneDNN uses"
                        + " none on this machine: set precision to float, or to auto where all machines are equal.");
    }

    @Test
    void bfloat16IsFasterWithAmxAndOnAmd() {
        assertThat(new ProductUnits(true, dnnl.dnnl_cpu_isa_avx10_1_512_amx, false).bfloat16IsFaster())
                .isTrue();
        assertThat(new ProductUnits(true, dnnl.dnnl_cpu_isa_avx512_core_bf16, true).bfloat16IsFaster())
                .isTrue();
        assertThat(new ProductUnits(true, dnnl.dnnl_cpu_isa_avx10_1_512, false).bfloat16IsFaster())
                .isFalse();
        assertThat(new ProductUnits(true, dnnl.dnnl_cpu_isa_avx512_core, true).bfloat16IsFaster())
                .isFalse();
    }

    /**
     * Linux names the same extensions. A limit in oneDNN's environment variable would make both differ. A process that
     * has multiplied in single precision must find them too.
     */
    @Test
    void oneDnnFindsTheInstructionsThatLinuxFinds() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!OneDnn.isPresent()
                || !Files.isReadable(cpuinfo)
                || System.getenv("ONEDNN_MAX_CPU_ISA") != null
                || System.getenv("DNNL_MAX_CPU_ISA") != null) {
            return;
        }
        try (Matrix a = Matrix.create(DataType.FLOAT, 2, 2);
                Matrix b = Matrix.create(DataType.FLOAT, 2, 2);
                Matrix c = Matrix.create(DataType.FLOAT, 2, 2)) {
            a.fill(1);
            b.fill(1);
            c.product(a, false, b, false, 0);
        }
        boolean found = Files.readAllLines(cpuinfo).stream()
                .anyMatch(line -> line.startsWith("flags") && line.contains(" avx512_bf16"));
        assertThat(ProductUnits.ofThisProcess().multiplyBfloat16()).isEqualTo(found);
    }

    /** Spark interrupts the task that it cancels. Reading through a channel would then fail once and for all. */
    @Test
    void theProcessorIsReadByATaskThatIsBeingCancelled() {
        Thread.currentThread().interrupt();
        try {
            assertThatCode(OneDnn::cpuinfo).doesNotThrowAnyException();
            assertThatCode(Processor::present).doesNotThrowAnyException();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
