package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.engine.EngineKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads a library that the machine cannot load. */
class DamagedLibraryTest {

    private static final String LIBRARY = "org/bytedeco/pytorch/linux-x86_64/libjnitorch.so";

    @Test
    void everyTaskOfAnExecutorGetsTheSameSentence(@TempDir Path folder) throws Exception {
        Path library = folder.resolve(LIBRARY);
        Files.createDirectories(library.getParent());
        Files.writeString(library, "no library");

        List<String> printed = LibraryProcess.open(
                List.of(EngineKind.TORCH_CPU, EngineKind.TORCH_CPU), folder, folder.resolve("cache"));

        assertThat(printed)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .matches(
                                "Engine torch-cpu does not load on this machine \\(.*jnitorch.*\\): install the library that is"
                                        + " named here, or choose another engine\\."));
        assertThat(printed.get(0)).isEqualTo(printed.get(1));
    }
}
