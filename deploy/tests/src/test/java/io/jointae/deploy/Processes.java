package io.jointae.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processes under one of ours, by what their command line says. */
final class Processes {

    static final String STANDALONE_EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
    static final String YARN_EXECUTOR = "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend";
    static final String YARN_MASTER = "org.apache.spark.deploy.yarn.ApplicationMaster";

    private Processes() {}

    /** JVMs below {@code ancestor} that run a main class, oldest first. */
    static List<ProcessHandle> running(ProcessHandle ancestor, String mainClass) {
        return ancestor.descendants()
                .filter(process -> runs(process, mainClass))
                .sorted((a, b) -> Long.compare(a.pid(), b.pid()))
                .toList();
    }

    /** @throws AssertionError if a process that a test started, or one under it, outlives it */
    static void noneLeft() throws InterruptedException {
        List<String> left = List.of();
        // A container's shell takes a moment to follow its JVM.
        for (int tenth = 0; tenth < 100; tenth++) {
            left = ProcessHandle.current()
                    .descendants()
                    .filter(ProcessHandle::isAlive)
                    .map(process ->
                            process.pid() + " " + process.info().commandLine().orElse("?"))
                    .toList();
            if (left.isEmpty()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("left running: " + left);
    }

    private static boolean runs(ProcessHandle process, String mainClass) {
        try {
            String[] words = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .split("\0");
            return words[0].endsWith("/java") && List.of(words).contains(mainClass);
        } catch (IOException ended) {
            return false;
        }
    }
}
