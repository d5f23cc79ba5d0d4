package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.InvalidInputException;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads a library that the machine cannot load. A process of its own does so, because Java refuses the classes of a library
 * for good after that.
 */
class DamagedLibraryTest {

    private static final String LIBRARY = "org/bytedeco/pytorch/linux-x86_64/libjnitorch.so";

    @Test
    void everyTaskOfAnExecutorGetsTheSameSentence(@TempDir Path folder) throws Exception {
        Path library = folder.resolve(LIBRARY);
        Files.createDirectories(library.getParent());
        Files.writeString(library, "no library");
        String others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*/pytorch-[^/]*-linux-x86_64\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"),
                        "-cp",
                        folder + File.pathSeparator + others,
                        Tasks.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(process.waitFor()).isZero();
        assertThat(printed)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .matches(
                                "Engine torch-cpu does not load on this machine \\(.*jnitorch.*\\): install the library that is"
                                        + " named here, or choose another engine\\."));
        assertThat(printed.get(0)).isEqualTo(printed.get(1));
    }

    /** Loads the library twice, as two tasks of one executor do. */
    static final class Tasks {

        private Tasks() {}

        public static void main(String[] args) {
            for (int task = 0; task < 2; task++) {
                try {
                    TorchLibrary.loadForCpu();
                } catch (InvalidInputException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
