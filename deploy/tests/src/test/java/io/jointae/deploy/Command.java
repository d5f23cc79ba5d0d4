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

/** A command line to run as a process of its own, with what it may take and what it finds in its environment. */
final class Command {

    /** How a process ended: its exit status and all that it wrote. */
    record Result(int status, String out, String err) {

        @Override
        public String toString() {
            return "status " + status + "\n--- standard output\n" + out + "\n--- standard error\n" + err;
        }
    }

    /**
     * Options for the JVMs of a job that ends within a minute: no second compiler, half the processor time; and
     * what a killed one leaves of its temporary files lies in the build's own folder.
     */
    private static final String SHORT_LIVED =
            System.getProperty("jointae.jvm", "") + " \"-Djava.io.tmpdir=" + temporaryFolder() + '"';

    /** Drivers unpack the natives here instead of into the user's cache; executors into their own folders. */
    private static final String NATIVES =
            " \"-Dorg.bytedeco.javacpp.cachedir=" + Path.of("target/javacpp").toAbsolutePath() + '"';

    private static final List<String> NOT_INHERITED = List.of(
            "SPARK_HOME",
            "SPARK_CONF_DIR",
            "SPARK_LOCAL_IP",
            "SPARK_SUBMIT_OPTS",
            "HADOOP_CONF_DIR",
            "YARN_CONF_DIR",
            "MASTER",
            "OMP_NUM_THREADS",
            "JAVA_TOOL_OPTIONS");

    private final List<String> words;
    private final Map<String, String> environment = new TreeMap<>();
    private Path folder = Checkout.ROOT;
    private Duration limit = Duration.ofMinutes(5);

    private Command(Collection<String> words) {
        this.words = new ArrayList<>(words);
    }

    static Command of(String... words) {
        return new Command(List.of(words));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createDirectories(Path.of("target/tmp").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code deploy/submit} of this checkout. */
    static Command submit(String... words) {
        return of(Checkout.SUBMIT.toString())
                .environment("SPARK_SUBMIT_OPTS", SHORT_LIVED + NATIVES)
                .conf("spark.driver.defaultJavaOptions", SHORT_LIVED + NATIVES)
                .conf("spark.executor.defaultJavaOptions", SHORT_LIVED)
                .with(words);
    }

    Command with(String... more) {
        words.addAll(List.of(more));
        return this;
    }

    Command with(Collection<String> more) {
        words.addAll(more);
        return this;
    }

    Command conf(String key, Object value) {
        return with("--conf", key + "=" + value);
    }

    Command environment(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    Command in(Path otherFolder) {
        folder = otherFolder;
        return this;
    }

    Command within(Duration otherLimit) {
        limit = otherLimit;
        return this;
    }

    /** The process builder, for a test that watches the process while it runs. */
    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        NOT_INHERITED.forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs to the end; past the limit the process and all its children are killed and the test fails. */
    Result run() throws IOException, InterruptedException {
        Process process = builder().start();
        process.getOutputStream().close();
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                killTree(process);
                throw new AssertionError("still running after " + limit.toSeconds() + " s: " + words + "\n"
                        + new Result(-1, out.join(), err.join()));
            }
        } finally {
            killTree(process);
        }
        return new Result(process.exitValue(), out.join(), err.join());
    }

    /** SIGKILL to a process and all that it started. */
    static void killTree(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        if (process.isAlive()) {
            // Of one that has ended this would close the streams, under whoever still reads them.
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
