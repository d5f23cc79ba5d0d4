package io.jointae.runtime.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.factory.Nd4j;

/** A program that calls ND4J before anything of jointae gets the build that the processor can execute. */
@EnabledOnOs(OS.LINUX)
class ProcessorBackendTest {

    /** A program that uses JavaCPP, then ND4J, and prints the folder of ND4J's library. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            new BytePointer(8).close();
            if (Nd4j.ones(2, 2).mmul(Nd4j.ones(2, 2)).sumNumber().intValue() != 8) {
                throw new IllegalStateException("ND4J multiplies wrongly.");
            }
            System.out.println("backend " + Nd4j.getBackend().getClass().getName());
            try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
                maps.filter(line -> line.endsWith("libjnind4jcpu.so"))
                        .map(line -> Path.of(line.substring(line.indexOf('/'))))
                        .map(library -> "library " + library.getParent().getFileName())
                        .distinct()
                        .forEach(System.out::println);
            }
        }
    }

    private static List<String> printed(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add("-Dorg.bytedeco.javacpp.cachedir=" + Loader.getCacheDir());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private static String library(String extension) {
        return "library " + Loader.getPlatform() + extension;
    }

    @Test
    void theBuildFitsTheProcessorAlthoughJavaCppWasUsedBefore() throws IOException, InterruptedException {
        assertThat(printed())
                .contains(
                        "backend org.nd4j.linalg.cpu.nativecpu.CpuBackend",
                        library(NativeLibraries.extension(Processor.present())));
    }

    @Test
    void theBuildThatTheUserNamesTakesPrecedence() throws IOException, InterruptedException {
        assertThat(printed("-D" + NativeLibraries.EXTENSION + "=")).contains(library(""));
    }
}
