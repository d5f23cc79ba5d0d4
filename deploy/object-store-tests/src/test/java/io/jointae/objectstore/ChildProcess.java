package io.jointae.objectstore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A JVM with the classes of the application, which reads commands from standard input, a line each, and answers on
 * standard output.
 */
final class ChildProcess implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Process process;
    private final Path log;
    private final Writer commands;
    private final BufferedReader answers;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a process.
     *
     * @param folder receives its log and its temporary files
     * @param options further options of the JVM
     * @param classPath its class path
     * @param mainClass the class that it runs
     * @param properties its system properties
     */
    static ChildProcess start(
            Path folder, List<String> options, String classPath, Class<?> mainClass, Map<String, String> properties)
            throws IOException {
        Path log = folder.resolve("process-" + NUMBERS.incrementAndGet() + ".log");
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx800m");
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Dhadoop.tmp.dir=" + temporary);
        command.addAll(Arrays.asList(System.getProperty("jointae.jvm", "").split(" ")));
        command.removeIf(String::isEmpty);
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        // Masters of the kind local-cluster start their executors from this folder.
        builder.environment().put("SPARK_HOME", Builds.SPARK_HOME.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        return new ChildProcess(builder.start(), log);
    }

    /** Sends a line, without waiting for an answer. */
    void send(String line) throws IOException {
        commands.write(line + "\n");
        commands.flush();
    }

    /** Returns the next line of the answer; null once the process has ended. */
    String receive() throws IOException {
        return answers.readLine();
    }

    /** Returns the next line of the answer in a future, which fails if the process ends before. */
    CompletableFuture<String> receiveLater() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                String line = receive();
                if (line == null) {
                    throw new AssertionError("The process ended early:\n" + log());
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the JVMs that this process has started and that run a main class. */
    List<ProcessHandle> children(String childClass) {
        return process.descendants().filter(child -> runs(child, childClass)).toList();
    }

    private static boolean runs(ProcessHandle child, String childClass) {
        try {
            String[] words = Files.readString(Path.of("/proc/" + child.pid() + "/cmdline"))
                    .split("\0");
            return List.of(words).contains(childClass);
        } catch (IOException ended) {
            return false;
        }
    }

    /** Lets the process end by itself, after the command that it runs, and waits until it has ended. */
    void end() throws IOException {
        commands.close();
        process.onExit().join();
    }

    /** Sends SIGKILL, and waits until the process has ended. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Returns the end of what the process wrote to standard error, for messages of failed tests. */
    String log() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }
}
