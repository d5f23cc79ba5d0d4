package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the folder of native libraries that an image contains, with the commands of the Dockerfile. */
@Tag("cluster")
class ImageNativesTest {

    private static final String PLATFORM = System.getProperty("jointae.platform", "linux-x86_64");

    /** Makes JavaCPP print the libraries that it unpacks and loads. */
    private static final String DEBUG = "-Dorg.bytedeco.javacpp.logger=none -Dorg.bytedeco.javacpp.logger.debug=true";

    @TempDir
    Path folder;

    private Path natives;

    @BeforeEach
    void unpackAsTheDockerfileDoes() throws Exception {
        natives = folder.resolve("natives");
        Jobs.runSuccessfully(Command.of(System.getenv("JAVA_HOME") + "/bin/java", "-cp")
                .with(Checkout.JAR + ":" + Checkout.SPARK_HOME + "/jars/*", "io.jointae.runtime.natives.UnpackNatives")
                .with(natives.toString()));
        Jobs.runSuccessfully(Command.of("chmod", "-R", "a+rX,a-w", natives.toString()));
    }

    @AfterEach
    void allowDeletion() throws Exception {
        Jobs.runSuccessfully(Command.of("chmod", "-R", "u+w", natives.toString()));
    }

    @Test
    void allNativeLibrariesAreUnpacked() {
        assertThat(natives.resolve("jointae.jar/org/nd4j/linalg/cpu/nativecpu/bindings/" + PLATFORM + "/libnd4jcpu.so"))
                .exists();
        assertThat(natives.resolve("jointae.jar/org/bytedeco/openblas/" + PLATFORM + "/libopenblas.so.0"))
                .exists();
    }

    @Test
    void aProcessThatMayOnlyReadTheFolderLoadsFromItAndGivesTheSameParameters() throws Exception {
        Map<String, Long> before = files();
        Path model = folder.resolve("model");
        Path home = Files.createDirectory(folder.resolve("home"));
        Command.Result result = Jobs.runSuccessfully(Command.withoutTheRightsOfRoot(Checkout.SUBMIT.toString())
                .with("--master", "local[1]")
                .environment("JOINTAE_NATIVES", natives)
                .environment("SPARK_SUBMIT_OPTS", DEBUG + " \"-Duser.home=" + home + '"')
                .with(Jobs.train(Jobs.data(), model.toString(), 1, 3)));

        String printed = result.out() + result.err();
        assertThat(printed)
                .contains("Loading " + natives + "/jointae.jar/org/nd4j/linalg/cpu/nativecpu/bindings/" + PLATFORM)
                .contains("Loading " + natives + "/jointae.jar/org/bytedeco/openblas/" + PLATFORM)
                .doesNotContain("Extracting ");
        assertThat(files()).isEqualTo(before);
        assertThat(Jobs.parameters(model)).isEqualTo(Jobs.reference(1, 3));
    }

    @Test
    void theLibrariesOfAnotherJarAreNotLoaded() throws Exception {
        Path library = natives.resolve("jointae.jar/org/bytedeco/openblas/" + PLATFORM + "/libopenblas.so.0");
        Files.setLastModifiedTime(library, FileTime.fromMillis(0));
        Command.Result result = Jobs.runSuccessfully(Command.of(Checkout.SUBMIT.toString())
                .environment("JOINTAE_NATIVES", natives)
                .environment("SPARK_SUBMIT_OPTS", DEBUG)
                .with("--version"));

        assertThat(result.err()).contains(natives + " does not have the native libraries of ", "build the image with");
    }

    /** Returns the time of the last change of each file and folder. */
    private Map<String, Long> files() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(natives)) {
            for (Path file : all.toList()) {
                files.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
            }
        }
        return files;
    }
}
