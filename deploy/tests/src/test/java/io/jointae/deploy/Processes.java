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
