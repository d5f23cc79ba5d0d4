package io.jointae.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jointae.base.InvalidInputException;
import io.jointae.linalg.OneDnn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

/** A process whose oneDNN is limited to the instructions of an older processor refuses bfloat16, and auto avoids it. */
class LimitedProcessorTest {

    /** The program of the limited process. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            System.out.println(
                    "auto: " + Arithmetic.of(EngineKind.ND4J, Precision.AUTO).precision());
            try {
                new Arithmetic(EngineKind.ND4J, Precision.BFLOAT16).open(Optional.empty());
            } catch (InvalidInputException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void bfloat16IsRefusedInOneSentence() throws IOException, InterruptedException {
        assumeTrue(OneDnn.isPresent(), "oneDNN is packed for linux-x86_64 only.");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.bytedeco.javacpp.cachedir=" + Loader.getCacheDir(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ONEDNN_MAX_CPU_ISA", "AVX512_CORE");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .contains(
                        "auto: FLOAT",
                        "precision bfloat16 needs a processor with AVX512_BF16 or AMX instructions, and oneDNN uses none on"
                                + " this machine: set precision to float, or to auto where all machines are equal.");
    }
}
