package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jobs on a real HDFS and a real YARN with GPUs in this JVM; drivers and executors run in separate containers. */
@Tag("cluster")
class YarnTest {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String DATA = "/user/jointae/data";

    @TempDir
    private static Path base;

    @TempDir
    Path folder;

    private static MiniHadoop hadoop;
    private static YarnClient client;

    @BeforeAll
    static void start() throws Exception {
        hadoop = new MiniHadoop(base, 2, 1);
        client = YarnClient.createYarnClient();
        client.init(hadoop.conf());
        client.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        client.stop();
        hadoop.close();
        Processes.assertNoneRunning();
    }

    @Test
    void preparesTrainsAndEvaluatesOnHdfsWithOneGpuPerExecutor() throws Exception {
        prepareData();
        String model = "/user/jointae/models/gpu";
        Running train = start(withGpus(submit("cluster")).with(Jobs.train(DATA + "/rectangles", model, 2, 3)));
        int gpus = 0;
        while (train.process.isAlive()) {
            gpus = Math.max(gpus, usedGpus());
            Thread.sleep(200);
        }
        train.waitForSuccess();

        assertThat(gpus).isEqualTo(2);
        assertThat(containerLines(": GPU ")).anyMatch(line -> line.contains("GPU 0 for task"));
        assertThat(containerLines(": GPU ")).anyMatch(line -> line.contains("GPU 1 for task"));
        assertThat(parameters(model)).isEqualTo(Jobs.reference(2, 3));
        assertThat(status(model)).isEqualTo("done");

        String results = "/user/jointae/results";
        Jobs.runSuccessfully(submit("cluster")
                .with("reconstruct", "--model", model, "--data", DATA + "/rectangles", "--out", results));
        assertThat(exists(results + "/reconstruct.jsonl")).isTrue();
        assertThat(status(results)).isEqualTo("done");
    }

    @Test
    void clientModeGivesTheParametersOfOneProcess() throws Exception {
        prepareData();
        String model = "/user/jointae/models/client";
        Jobs.runSuccessfully(submit("client").with(Jobs.train(DATA + "/rectangles", model, 1, 3)));

        assertThat(parameters(model)).isEqualTo(Jobs.reference(1, 3));
    }

    @Test
    void aKilledExecutorAndAKilledApplicationMasterDoNotChangeTheParameters() throws Exception {
        prepareData();
        int epochs = 200;
        String model = "/user/jointae/models/killed";
        String reference = Jobs.reference(2, epochs);
        Running train = start(submit("cluster").with(Jobs.train(DATA + "/rectangles", model, 2, epochs)));
        train.until(() -> exists(model + ".run/metrics.jsonl") || checkpoints(model) > 0);
        ProcessHandle executor = train.first(Processes.YARN_EXECUTOR);
        assertThat(executor.destroyForcibly()).isTrue();
        int before = checkpoints(model);
        train.until(() -> checkpoints(model) > before + 2
                && running(Processes.YARN_EXECUTOR).size() == 2);
        assertThat(train.first(Processes.YARN_MASTER).destroyForcibly()).isTrue();
        train.waitForSuccess();

        assertThat(attempts()).isEqualTo(2);
        assertThat(parameters(model)).isEqualTo(reference);
    }

    /** Only the identifier of the application shows here that the earlier attempt is dead, as on another machine. */
    @Test
    void aSweepWhoseApplicationMasterIsKilledTwiceHasTheCellsOfAnUndisturbedOne() throws Exception {
        prepareData();
        SortedMap<String, String> reference = SweepJob.reference();
        String out = "/user/jointae/results/killed-sweep";
        String file = "/user/jointae/sweep.yaml";
        try (OutputStream stream = hadoop.fileSystem().create(new org.apache.hadoop.fs.Path(file))) {
            stream.write(SweepJob.file(DATA).getBytes(StandardCharsets.UTF_8));
        }
        Running sweep = start(submit("cluster")
                .conf("spark.yarn.maxAppAttempts", 3)
                .conf("spark.yarn.appMasterEnv.JOINTAE_MACHINE", "none")
                .with(SweepJob.arguments(file, out)));
        for (int kill = 0; kill < 2; kill++) {
            int before = storedTrials(out);
            sweep.until(() -> storedTrials(out) > before);
            ProcessHandle master = sweep.first(Processes.YARN_MASTER);
            assertThat(master.destroyForcibly()).isTrue();
            master.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        int left = SweepJob.TRIALS - storedTrials(out);
        sweep.waitForSuccess();

        assertThat(left).as("trials of the third attempt").isPositive();
        assertThat(attempts()).isEqualTo(3);
        assertThat(status(out)).isEqualTo("done");
        Path cells = folder.resolve("cells");
        hadoop.fileSystem()
                .copyToLocalFile(
                        new org.apache.hadoop.fs.Path(out, "cells"), new org.apache.hadoop.fs.Path(cells.toUri()));
        assertThat(SweepJob.cells(cells)).isEqualTo(reference);
        assertThat(containerLines("takes over the lock in " + out)).hasSize(2);
        assertThat(containerLines("This run waits")).isEmpty();
        assertThat(containerLines(" finished: rect DAE-2J"))
                .extracting(line -> line.replaceAll(".*finished: ([^,]*),.*", "$1"))
                .doesNotHaveDuplicates();
    }

    @Test
    void invalidInputFailsTheApplicationAndLeavesAResultMarker() throws Exception {
        String model = "/user/jointae/models/invalid";
        Command.Result result = submit("cluster")
                .conf("spark.yarn.maxAppAttempts", 1)
                .with(Jobs.train("/user/jointae/nowhere", model, 1, 1))
                .run();

        assertThat(result.status()).isNotZero();
        assertThat(status(model)).isEqualTo("failed");
    }

    private static Command submit(String mode) {
        return Command.submit("--master", "yarn", "--deploy-mode", mode)
                .with("--driver-memory", "700m", "--executor-memory", "600m", "--num-executors", "2")
                .with("--executor-cores", "1", "--queue", "default")
                .conf("spark.yarn.jars", "local:" + Checkout.SPARK_HOME + "/jars/*")
                .conf("spark.executor.memoryOverhead", "600m")
                .conf("spark.ui.enabled", false)
                .conf("spark.yarn.report.interval", "500ms")
                .conf("spark.yarn.scheduler.heartbeat.interval-ms", 500)
                .environment("HADOOP_CONF_DIR", hadoop.confDir())
                .environment("JOINTAE_APPLICATION", "local:" + Checkout.JAR)
                .within(LIMIT);
    }

    private Command withGpus(Command submit) throws IOException {
        Path script = FakeGpus.distinct(folder);
        return submit.conf("spark.executor.resource.gpu.amount", 1)
                .conf("spark.task.resource.gpu.amount", 1)
                .conf("spark.executor.resource.gpu.discoveryScript", "./" + script.getFileName())
                .conf("spark.jointae.gpu.rehearsal", true)
                .conf("spark.jointae.gpu.claims", folder)
                .with("--files", script.toString());
    }

    private static synchronized void prepareData() throws Exception {
        if (!exists(DATA + "/rectangles/manifest.json")) {
            Jobs.runSuccessfully(submit("cluster").with(Jobs.prepare(DATA)));
        }
    }

    private static int usedGpus() throws Exception {
        int most = 0;
        for (ApplicationReport report : client.getApplications(EnumSet.of(YarnApplicationState.RUNNING))) {
            most = Math.max(most, (int) report.getApplicationResourceUsageReport()
                    .getUsedResources()
                    .getResourceValue(MiniHadoop.GPU));
        }
        return most;
    }

    /** Returns the number of attempts of the application that was submitted last. */
    private static int attempts() throws Exception {
        ApplicationReport last = client.getApplications().stream()
                .max((a, b) -> a.getApplicationId().compareTo(b.getApplicationId()))
                .orElseThrow();
        return client.getApplicationAttempts(last.getApplicationId()).size();
    }

    private static List<ProcessHandle> running(String mainClass) {
        return Processes.running(ProcessHandle.current(), mainClass);
    }

    private static boolean exists(String path) {
        try {
            return hadoop.fileSystem().exists(new org.apache.hadoop.fs.Path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number of trials whose results a sweep has stored. */
    private static int storedTrials(String out) throws IOException {
        org.apache.hadoop.fs.Path cells = new org.apache.hadoop.fs.Path(out, "cells");
        if (!hadoop.fileSystem().exists(cells)) {
            return 0;
        }
        return hadoop.fileSystem().listStatus(cells, file -> !file.getName().startsWith(".")).length;
    }

    /** Returns the number of the last checkpoint of a run, counted from 1, or 0 if there is none. */
    private static int checkpoints(String model) {
        try {
            FileSystem hdfs = hadoop.fileSystem();
            org.apache.hadoop.fs.Path run = new org.apache.hadoop.fs.Path(model + ".run");
            if (!hdfs.exists(run)) {
                return 0;
            }
            return Stream.of(hdfs.listStatus(run))
                    .map(file -> file.getPath().getName())
                    .filter(name -> name.matches("checkpoint-\\d+"))
                    .mapToInt(name -> 1 + Integer.parseInt(name.substring("checkpoint-".length())))
                    .max()
                    .orElse(0);
        } catch (java.io.FileNotFoundException renamed) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String parameters(String model) throws IOException {
        try (InputStream in = hadoop.fileSystem().open(new org.apache.hadoop.fs.Path(model, "model.json"))) {
            return Jobs.parameters(in);
        }
    }

    private static String status(String model) throws IOException {
        try (InputStream in = hadoop.fileSystem().open(new org.apache.hadoop.fs.Path(model, "_RESULT.json"))) {
            return Jobs.status(in);
        }
    }

    private static List<String> containerLines(String text) throws IOException {
        try (Stream<Path> files = Files.walk(base)) {
            return files.filter(file -> file.getFileName().toString().equals("stderr"))
                    .flatMap(file -> SparkWork.lines(file))
                    .filter(line -> line.contains(text))
                    .toList();
        }
    }

    private Running start(Command command) throws IOException {
        Path log = Files.createTempFile(folder, "submit", ".log");
        return new Running(
                command.builder()
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** A submission that is running. */
    private record Running(Process process, Path log) {

        interface Condition {
            boolean holds() throws Exception;
        }

        void until(Condition condition) throws Exception {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (!condition.holds()) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    Command.killTree(process);
                    throw new AssertionError(
                            "The submission ended or timed out before the condition held:\n" + Files.readString(log));
                }
                Thread.sleep(50);
            }
        }

        ProcessHandle first(String mainClass) throws Exception {
            until(() -> !running(mainClass).isEmpty());
            return running(mainClass).get(0);
        }

        void waitForSuccess() throws Exception {
            try {
                assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } finally {
                Command.killTree(process);
            }
            assertThat(process.exitValue()).as("%s", Files.readString(log)).isZero();
        }
    }
}
