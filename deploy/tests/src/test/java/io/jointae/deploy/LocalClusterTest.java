package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jobs with two executor JVMs and a driver JVM on this machine. */
@Tag("cluster")
class LocalClusterTest {

    private static final String MASTER = "local-cluster[2,1,1024]";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @AfterEach
    void clean() throws Exception {
        Processes.assertNoneRunning();
        SparkWork.delete();
    }

    @Test
    void oneWorkerGivesTheParametersOfOneProcess() throws Exception {
        Path model = folder.resolve("model");
        Jobs.runSuccessfully(submit(Jobs.train(Jobs.data(), model.toString(), 1, 3)));

        assertThat(Jobs.parameters(model)).isEqualTo(Jobs.reference(1, 3));
        assertThat(Jobs.status(Files.newInputStream(model.resolve("_RESULT.json"))))
                .isEqualTo("done");
    }

    @Test
    void executorsKilledRepeatedlyForAMinuteDoNotChangeTheParameters() throws Exception {
        int epochs = 600;
        Path model = folder.resolve("model");
        String reference = Jobs.reference(2, epochs);
        Path log = folder.resolve("log");
        Process driver = submit(Jobs.train(Jobs.data(), model.toString(), 2, epochs))
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int killed = 0;
        try {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(60) && !driver.waitFor(5, TimeUnit.SECONDS)) {
                List<ProcessHandle> executors = Processes.running(driver.toHandle(), Processes.STANDALONE_EXECUTOR);
                if (!executors.isEmpty() && executors.get(0).destroyForcibly()) {
                    killed++;
                }
            }
            assertThat(driver.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            Command.killTree(driver);
        }

        assertThat(driver.exitValue()).as("%s", withoutTraces(log)).isZero();
        assertThat(killed).isGreaterThanOrEqualTo(5);
        assertThat(Jobs.parameters(model)).isEqualTo(reference);
    }

    /** Returns the log without stack traces, so that a failure message shows the line with the cause. */
    private static String withoutTraces(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.startsWith("\tat ")).collect(Collectors.joining("\n"));
        }
    }

    /** SIGPWR tells an executor that its node is decommissioned; on Kubernetes the stop hook of the pod sends it. */
    @Test
    void aDecommissionedExecutorFailsNoTaskMoreThanOnce() throws Exception {
        int epochs = 250;
        Path model = folder.resolve("model");
        Path log = folder.resolve("log");
        String reference = Jobs.reference(2, epochs);
        // By default an executor checks every 30 seconds whether all its blocks have moved, and stays until they have.
        Process driver = submit(List.of())
                .conf("spark.storage.decommission.replicationReattemptInterval", "1s")
                .with(Jobs.train(Jobs.data(), model.toString(), 2, epochs))
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            ProcessHandle leaving = null;
            while (!Files.exists(Path.of(model + ".run", "metrics.jsonl")) || leaving == null) {
                assertThat(driver.isAlive()).as("%s", withoutTraces(log)).isTrue();
                Thread.sleep(50);
                leaving = Processes.running(driver.toHandle(), Processes.STANDALONE_EXECUTOR).stream()
                        .findFirst()
                        .orElse(null);
            }
            Jobs.runSuccessfully(Command.of("bash", "-c", "kill -PWR " + leaving.pid()));
            leaving.onExit().get(60, TimeUnit.SECONDS);
            assertThat(driver.isAlive()).as("%s", withoutTraces(log)).isTrue();
            assertThat(driver.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            Command.killTree(driver);
        }

        assertThat(driver.exitValue()).as("%s", withoutTraces(log)).isZero();
        assertThat(Files.readString(log))
                .contains("decommissioned message")
                .doesNotContain("Lost task 0.1 ", "Lost task 1.1 ");
        assertThat(Jobs.parameters(model)).isEqualTo(reference);
    }

    @Test
    void everyTrainingTaskHasItsOwnGpu() throws Exception {
        Path model = folder.resolve("model");
        Jobs.runSuccessfully(withGpus(FakeGpus.distinct(folder))
                .conf("spark.task.resource.gpu.amount", 1)
                .with(Jobs.train(Jobs.data(), model.toString(), 2, 3)));

        assertThat(SparkWork.logLines(": GPU ")).anyMatch(line -> line.contains("GPU 0 for task"));
        assertThat(SparkWork.logLines(": GPU ")).anyMatch(line -> line.contains("GPU 1 for task"));
        assertThat(Jobs.parameters(model)).isEqualTo(Jobs.reference(2, 3));
    }

    @Test
    void withStageLevelSchedulingOnlyTrainingStagesRequestGpus() throws Exception {
        Path model = folder.resolve("model");
        Path training = Files.createDirectory(folder.resolve("events-of-training"));
        Jobs.runSuccessfully(withEventLog(training).with(Jobs.train(Jobs.data(), model.toString(), 2, 3)));

        assertThat(SparkWork.logLines(": GPU ")).isNotEmpty();
        assertThat(Jobs.parameters(model)).isEqualTo(Jobs.reference(2, 3));
        assertThat(stages(training)).anyMatch(stage -> !usesTheDefaultProfile(stage));

        Path evaluation = Files.createDirectory(folder.resolve("events-of-evaluation"));
        Jobs.runSuccessfully(
                withEventLog(evaluation).with("reconstruct", "--model", model.toString(), "--data", Jobs.data()));

        assertThat(stages(evaluation)).isNotEmpty().allMatch(LocalClusterTest::usesTheDefaultProfile);
    }

    /** Returns a command whose executors have GPUs, whose tasks request none by default, and which logs Spark's events. */
    private Command withEventLog(Path events) throws IOException {
        return withGpus(FakeGpus.distinct(folder))
                .conf("spark.eventLog.enabled", true)
                .conf("spark.eventLog.dir", events.toUri());
    }

    private static List<String> stages(Path events) throws IOException {
        try (Stream<Path> logs = Files.walk(events)) {
            return logs.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().startsWith("."))
                    .flatMap(SparkWork::lines)
                    .filter(line -> line.contains("SparkListenerStageSubmitted"))
                    .toList();
        }
    }

    private static boolean usesTheDefaultProfile(String stage) {
        return stage.contains("\"Resource Profile Id\":0,") || stage.contains("\"Resource Profile Id\":0}");
    }

    @Test
    void twoExecutorsThatShareOneGpuAreRefused() throws Exception {
        Command.Result result = withGpus(FakeGpus.same(folder))
                .conf("spark.task.resource.gpu.amount", 1)
                .with(Jobs.train(Jobs.data(), folder.resolve("model").toString(), 2, 3))
                .run();

        assertThat(result.status()).as("%s", result).isEqualTo(2);
        assertThat(result.err()).contains("jointae: GPU 0 is already used by another process");
    }

    @Test
    void gpusWithTheCpuBackendAreRefusedBeforeTheSessionStarts() throws Exception {
        Command.Result result = submit(List.of())
                .conf("spark.executor.resource.gpu.amount", 1)
                .conf("spark.task.resource.gpu.amount", 1)
                .with(Jobs.train(Jobs.data(), folder.resolve("model").toString(), 1, 1))
                .run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).singleElement().asString().contains("-Pcuda");
    }

    /** Returns a command with one GPU per executor that computes on the CPU nevertheless. */
    private Command withGpus(Path script) {
        return submit(List.of())
                .conf("spark.executor.resource.gpu.amount", 1)
                .conf("spark.worker.resource.gpu.amount", 1)
                .conf("spark.worker.resource.gpu.discoveryScript", script)
                .conf("spark.executor.resource.gpu.discoveryScript", script)
                .conf("spark.jointae.gpu.rehearsal", true)
                .conf("spark.jointae.gpu.claims", folder);
    }

    private static Command submit(List<String> arguments) {
        return Command.submit("--master", MASTER, "--driver-memory", "1g")
                .conf("spark.ui.enabled", false)
                .within(LIMIT)
                .with(arguments);
    }
}
