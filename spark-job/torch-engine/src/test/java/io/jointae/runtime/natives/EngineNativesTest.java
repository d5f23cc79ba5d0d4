package io.jointae.runtime.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native libraries of an engine belong to those that an image unpacks, and without them its folder is not used. */
class EngineNativesTest {

    @Test
    void theJarOfTheEngineIsAmongTheJarsWithNativeLibraries(@TempDir Path folder) throws Exception {
        List<Path> jars = NativeLibraries.jars();

        assertThat(jars).hasSize(2);
        Path engine = jars.get(1);
        assertThat(engine.getFileName().toString()).startsWith("pytorch-");
        assertThat(new UnpackedNatives(Files.createDirectory(folder.resolve("empty"))).fit(engine))
                .isFalse();
    }
}
