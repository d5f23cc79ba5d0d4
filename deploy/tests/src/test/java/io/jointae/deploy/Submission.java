package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command that runs while a test watches and disturbs it. Its output goes to a file.
 *
 * @param process the process of the command
 * @param file the file with everything that the process prints
 */
record Submission(Process process, Path file) implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** A condition that a test waits for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Starts a command.
     *
     * @param folder receives the file with its output
     */
    static Submission start(Command command, Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "submission", ".log");
        return new Submission(
                command.builder()
                        .redirectErrorStream(true)
                        .redirectOutput(file.toFile())
                        .start(),
                file);
    }

    /** Waits until a condition holds; the test fails if the command ends before that. */
    void until(Condition condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("The command ended or timed out before the condition held:\n" + log());
            }
            // A condition may list all processes or ask a server, which takes CPU time from the command.
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Waits until the command started a JVM with a main class, and returns the oldest of them. */
    ProcessHandle first(ProcessHandle ancestor, String mainClass) throws Exception {
        until(() -> !Processes.running(ancestor, mainClass).isEmpty());
        return Processes.running(ancestor, mainClass).get(0);
    }

    /** Waits for the end of the command and returns its exit status. */
    int waitForEnd() throws IOException, InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("%s", log())
                .isTrue();
        return process.exitValue();
    }

    /** Waits for the end of the command, whose exit status must be 0. */
    void waitForSuccess() throws IOException, InterruptedException {
        assertThat(waitForEnd()).as("%s", log()).isZero();
    }

    /** Returns the output without stack traces, so that the message of a failed test shows the line with the cause. */
    String log() throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.startsWith("\tat ")).collect(Collectors.joining("\n"));
        }
    }

    /** Kills the command, if it still runs, and waits until it has ended. */
    @Override
    public void close() {
        Command.killTree(process);
        process.onExit().join();
    }
}
