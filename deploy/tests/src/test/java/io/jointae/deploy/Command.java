package io.jointae.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that runs as a separate process with its own environment, working folder and time limit. */
public final class Command {

    /** The exit status of a process and the text that it wrote to standard output and standard error. */
    public record Result(int status, String out, String err) {

        @Override
        public String toString() {
            return "status " + status + "\n--- standard output\n" + out + "\n--- standard error\n" + err;
        }
    }

    /**
     * Options for the JVMs of jobs that end within a minute. Without the second JIT compiler they take half the CPU time.
     * The temporary files of a killed JVM stay inside the build folder.
     */
    private static final String SHORT_LIVED =
            System.getProperty("jointae.jvm", "") + " \"-Djava.io.tmpdir=" + temporaryFolder() + '"';

    /** The folder into which drivers unpack the native libraries. Two JVMs of tests must not unpack into one folder. */
    private static final Path NATIVES =
            Path.of("target/javacpp-" + Checkout.FORK).toAbsolutePath();

    /** Lets drivers unpack into that folder; executors use their own folders. */
    private static final String UNPACK = " \"-Dorg.bytedeco.javacpp.cachedir=" + NATIVES + '"';

    private static final List<String> NOT_INHERITED = List.of(
            "SPARK_HOME",
            "JOINTAE_SPARK",
            "SPARK_CONF_DIR",
            "SPARK_LOCAL_IP",
            "SPARK_SUBMIT_OPTS",
            "HADOOP_CONF_DIR",
            "YARN_CONF_DIR",
            "MASTER",
            "OMP_NUM_THREADS",
            "JAVA_TOOL_OPTIONS");

    private final List<String> arguments;
    private final Map<String, String> environment = new TreeMap<>();
    private Path folder = Checkout.ROOT;
    private Duration limit = Duration.ofMinutes(5);

    private Command(Collection<String> arguments) {
        this.arguments = new ArrayList<>(arguments);
    }

    public static Command of(String... arguments) {
        return new Command(List.of(arguments));
    }

    /** Returns a command that file permissions bind although a superuser may run this test. */
    static Command withoutTheRightsOfRoot(String program) throws IOException, InterruptedException {
        boolean root = of("id", "-u").run().out().strip().equals("0");
        String rights = "-dac_override,-dac_read_search";
        return root ? of("setpriv", "--bounding-set=" + rights, "--inh-caps=" + rights, program) : of(program);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createDirectories(Path.of("target/tmp").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a call of {@code deploy/submit} of this checkout. */
    public static Command submit(String... arguments) {
        return submit(of(Checkout.SUBMIT.toString()), arguments);
    }

    /** Returns a call of {@code deploy/submit} that file permissions bind although a superuser may run this test. */
    static Command submitWithoutTheRightsOfRoot(String... arguments) throws IOException, InterruptedException {
        return submit(withoutTheRightsOfRoot(Checkout.SUBMIT.toString()), arguments);
    }

    private static Command submit(Command launcher, String... arguments) {
        String jvm = SHORT_LIVED + ClassArchive.reading();
        if (!Checkout.SPARK_LINE.equals("3.5")) {
            // Without the variable, the launcher takes Spark 3.5.
            launcher.environment("JOINTAE_SPARK", Checkout.SPARK_LINE);
        }
        return launcher.environment("SPARK_SUBMIT_OPTS", jvm + UNPACK)
                .conf("spark.driver.defaultJavaOptions", jvm + UNPACK)
                .conf("spark.executor.defaultJavaOptions", jvm)
                .with(arguments);
    }

    /** Adds JVM options for the process that submits, which is the driver unless the cluster runs it. */
    Command submitOptions(String options) {
        return environment("SPARK_SUBMIT_OPTS", environment.get("SPARK_SUBMIT_OPTS") + options);
    }

    public Command with(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    public Command with(Collection<String> more) {
        arguments.addAll(more);
        return this;
    }

    public Command conf(String key, Object value) {
        return with("--conf", key + "=" + value);
    }

    public Command environment(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    /**
     * Lets executors take the jar and the native libraries of the driver from this machine, as they do from an image.
     * Otherwise each executor unpacks 450 MB, which takes seconds.
     */
    public Command sharingFiles() {
        return environment("JOINTAE_APPLICATION", "local:" + Checkout.JAR)
                .conf("spark.executorEnv.JOINTAE_NATIVES", NATIVES);
    }

    Command in(Path otherFolder) {
        folder = otherFolder;
        return this;
    }

    public Command within(Duration otherLimit) {
        limit = otherLimit;
        return this;
    }

    /** Returns the process builder for a test that watches the process while it runs. */
    public ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(arguments).directory(folder.toFile());
        NOT_INHERITED.forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs the command to its end. After the time limit, kills the process and its children and fails the test. */
    public Result run() throws IOException, InterruptedException {
        Process process = builder().start();
        process.getOutputStream().close();
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                killTree(process);
                throw new AssertionError("The command still runs after " + limit.toSeconds() + " s: " + arguments + "\n"
                        + new Result(-1, out.join(), err.join()));
            }
        } finally {
            killTree(process);
        }
        return new Result(process.exitValue(), out.join(), err.join());
    }

    /** Sends SIGKILL to a process and to all processes that it started. */
    public static void killTree(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        if (process.isAlive()) {
            // For a process that has ended, this call would close the streams that are still being read.
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
