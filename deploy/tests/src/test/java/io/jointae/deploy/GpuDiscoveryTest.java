package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@code deploy/gpu-discovery.sh} with an {@code nvidia-smi} that answers like a host with two GPUs. */
@Tag("cluster")
class GpuDiscoveryTest {

    @TempDir
    Path folder;

    @Test
    void reportsTheNumbersOfTheGpusOfTheDriver() throws Exception {
        assertThat(discover("printf '0, GPU-aaaa\\n1, GPU-bbbb\\n'").run().out())
                .isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\",\"1\"]}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1 | \"0\"", "GPU-bb,0 | \"0\",\"1\"", "1,7,0 | \"0\""})
    void reportsOnlyTheGpusThatCudaShowsToTheProcess(String visible, String addresses) throws Exception {
        Command.Result result = discover("printf '0, GPU-aaaa\\n1, GPU-bbbb\\n'")
                .environment("CUDA_VISIBLE_DEVICES", visible)
                .run();

        assertThat(result.out()).isEqualTo("{\"name\": \"gpu\", \"addresses\": [" + addresses + "]}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"exit 9", "true", "echo 'No devices were found'", "echo '[Unknown Error], GPU-aaaa'"})
    void failsWithoutOutputWhenTheDriverReportsNoGpu(String nvidiaSmi) throws Exception {
        Command.Result result = discover(nvidiaSmi).run();

        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isNotZero();
        assertThat(result.err()).contains("gpu-discovery: ");
    }

    private Command discover(String nvidiaSmi) throws IOException {
        Path script = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + nvidiaSmi + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return Command.of(Checkout.ROOT.resolve("deploy/gpu-discovery.sh").toString())
                .environment("PATH", folder + ":" + System.getenv("PATH"));
    }
}
