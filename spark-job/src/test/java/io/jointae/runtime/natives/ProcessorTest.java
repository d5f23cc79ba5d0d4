package io.jointae.runtime.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessorTest {

    private static String extension(String... cpuinfo) {
        return NativeLibraries.extension(Processor.of(Stream.of(cpuinfo), 2));
    }

    @Test
    void theFirstProcessorIsDescribedByItsModelItsCoresAndWhatMattersOfItsInstructions() {
        String[] genoa = {
            "processor\t: 0",
            "model name\t: AMD EPYC 9654 96-Core Processor",
            "flags\t\t: fpu avx2 avx512f avx512dq avx512cd avx512bw avx512vl avx512_bf16",
            "",
            "processor\t: 1",
            "model name\t: another",
            "flags\t\t: fpu"
        };

        assertThat(Processor.of(Stream.of(genoa), 2).describe())
                .isEqualTo("AMD EPYC 9654 96-Core Processor, 2 cores, AVX-512, bf16");
        assertThat(Processor.of(Stream.of("model name : old", "flags : fpu avx2"), 1)
                        .describe())
                .isEqualTo("old, 1 core");
        assertThat(Processor.of(Stream.of("Features : fp asimd"), 1).flags()).isEmpty();
    }

    @Test
    void avx512LibrariesNeedAllFlagsThatTheyWereCompiledFor() {
        String skylake = "flags\t\t: fpu avx2 avx512f avx512dq avx512cd avx512bw avx512vl";
        String knightsLanding = "flags\t\t: fpu avx2 avx512f avx512cd avx512er avx512pf";
        String haswell = "flags\t\t: fpu avx avx2 fma";

        assertThat(extension("processor\t: 0", skylake, skylake)).isEqualTo("-avx512");
        assertThat(extension(knightsLanding)).isEmpty();
        assertThat(extension(haswell)).isEmpty();
        assertThat(extension("Features\t: fp asimd sve")).isEmpty();
    }
}
