package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Engines;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Opens an engine in a process of its own, because Java refuses the classes of a library for good after it failed to load,
 * and a process loads one build of it.
 */
final class LibraryProcess {

    private LibraryProcess() {}

    /**
     * Opens engines one after the other, as the tasks of one executor do.
     *
     * @param tasks the engine of each task
     * @param library a folder or jar of the class path that has the native library in the place of the usual jar
     * @param cache the folder into which the process unpacks libraries
     * @return what the process prints: for each task, {@code opened} or the message of the refusal
     */
    static List<String> open(List<EngineKind> tasks, Path library, Path cache)
            throws IOException, InterruptedException {
        return open(tasks, library + File.pathSeparator + withoutLibrary(), cache);
    }

    /** Opens engines as {@link #open(List, Path, Path)} does, with a class path. */
    static List<String> open(List<EngineKind> tasks, String classPath, Path cache)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                        "-cp",
                        classPath,
                        Tasks.class.getName(),
                        tasks.stream().map(EngineKind::name).collect(Collectors.joining(",")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return printed;
    }

    private static String withoutLibrary() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.equals(jar()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns the jar with the native library for the processor. */
    static String jar() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*/pytorch-[^/]*-linux-x86_64\\.jar"))
                .findFirst()
                .orElseThrow();
    }

    /** The main class of the process. */
    static final class Tasks {

        private Tasks() {}

        public static void main(String[] args) {
            for (String task : args[0].split(",")) {
                try {
                    Engines.of(EngineKind.valueOf(task))
                            .open(DataType.FLOAT, Optional.of("0"))
                            .close();
                    System.out.println("opened");
                } catch (InvalidInputException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
