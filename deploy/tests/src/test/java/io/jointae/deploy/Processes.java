package io.jointae.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds running child processes by their command line. */
public final class Processes {

    public static final String STANDALONE_EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
    public static final String YARN_EXECUTOR = "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend";
    public static final String YARN_MASTER = "org.apache.spark.deploy.yarn.ApplicationMaster";

    private Processes() {}

    /** Returns the JVMs among the descendants of {@code ancestor} that run a main class, oldest first. */
    public static List<ProcessHandle> running(ProcessHandle ancestor, String mainClass) {
        return ancestor.descendants()
                .filter(process -> runs(process, mainClass))
                .sorted((a, b) -> Long.compare(a.pid(), b.pid()))
                .toList();
    }

    /**
     * Waits up to ten seconds until no child process runs.
     *
     * @throws AssertionError if a process that a test started, or one of its descendants, still runs
     */
    public static void assertNoneRunning() throws InterruptedException {
        List<String> running = List.of();
        // The shell of a container ends shortly after its JVM.
        for (int attempt = 0; attempt < 100; attempt++) {
            running = ProcessHandle.current()
                    .descendants()
                    .filter(ProcessHandle::isAlive)
                    .map(process ->
                            process.pid() + " " + process.info().commandLine().orElse("?"))
                    .toList();
            if (running.isEmpty()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("These processes still run: " + running);
    }

    private static boolean runs(ProcessHandle process, String mainClass) {
        try {
            String[] arguments = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .split("\0");
            return arguments[0].endsWith("/java") && List.of(arguments).contains(mainClass);
        } catch (IOException ended) {
            return false;
        }
    }
}
