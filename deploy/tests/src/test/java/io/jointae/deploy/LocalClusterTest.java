package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jobs with two executor JVMs and a driver JVM on this machine. */
@Tag("cluster")
class LocalClusterTest {

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
        Jobs.runSuccessfully(
                LocalCluster.submit().sharingFiles().with(Jobs.train(Jobs.data(), model.toString(), 1, 3)));

        assertThat(Jobs.parameters(model)).isEqualTo(Jobs.reference(1, 3));
        assertThat(Jobs.status(Files.newInputStream(model.resolve("_RESULT.json"))))
                .isEqualTo("done");
    }

    /** The executors of this test fetch the jar from the driver and unpack the native libraries themselves. */
    @Test
    void everyTrainingTaskHasItsOwnGpu() throws Exception {
        Path model = folder.resolve("model");
        Jobs.runSuccessfully(withGpus(FakeGpus.distinct(folder))
                .conf("spark.task.resource.gpu.amount", 1)
                .with(Jobs.train(Jobs.data(), model.toString(), 2, 3)));

        assertThat(SparkWork.logLines(": GPU ")).anyMatch(line -> line.contains("GPU 0 for task"));
        assertThat(SparkWork.logLines(": GPU ")).anyMatch(line -> line.contains("GPU 1 for task"));
        assertThat(Jobs.parameters(model)).isEqualTo(Jobs.reference(2, 3)).isNotEqualTo(Jobs.reference(1, 3));
    }

    @Test
    void withStageLevelSchedulingOnlyTrainingStagesRequestGpus() throws Exception {
        Path model = folder.resolve("model");
        Path training = Files.createDirectory(folder.resolve("events-of-training"));
        Jobs.runSuccessfully(
                withEventLog(training).sharingFiles().with(Jobs.train(Jobs.data(), model.toString(), 2, 3)));

        assertThat(SparkWork.logLines(": GPU ")).isNotEmpty();
        assertThat(Jobs.parameters(model)).isEqualTo(Jobs.reference(2, 3));
        assertThat(stages(training)).anyMatch(stage -> !usesTheDefaultProfile(stage));

        Path evaluation = Files.createDirectory(folder.resolve("events-of-evaluation"));
        Jobs.runSuccessfully(withEventLog(evaluation)
                .sharingFiles()
                .with("reconstruct", "--model", model.toString(), "--data", Jobs.data()));

        assertThat(stages(evaluation)).isNotEmpty().allMatch(LocalClusterTest::usesTheDefaultProfile);
    }

    /** Returns a command whose executors have GPUs, whose tasks request none by default, and which logs Spark's events. */
    private Command withEventLog(Path events) throws IOException {
        return logEvents(withGpus(FakeGpus.distinct(folder)), events);
    }

    private static Command logEvents(Command submit, Path folder) {
        return submit.conf("spark.eventLog.enabled", true).conf("spark.eventLog.dir", folder.toUri());
    }

    private static List<String> stages(Path events) throws IOException {
        return events(events, "SparkListenerStageSubmitted");
    }

    /** Returns the events whose type matches a pattern, in their order. */
    private static List<String> events(Path folder, String type) throws IOException {
        Pattern pattern = Pattern.compile("\"Event\":\"" + type + "\"");
        try (Stream<Path> logs = Files.walk(folder)) {
            return logs.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().startsWith("."))
                    .flatMap(SparkWork::lines)
                    .filter(line -> pattern.matcher(line).find())
                    .toList();
        }
    }

    private static boolean usesTheDefaultProfile(String stage) {
        return stage.contains("\"Resource Profile Id\":0,") || stage.contains("\"Resource Profile Id\":0}");
    }

    @Test
    void twoExecutorsThatShareOneGpuAreRefused() throws Exception {
        Command.Result result = withGpus(FakeGpus.same(folder))
                .sharingFiles()
                .conf("spark.task.resource.gpu.amount", 1)
                .with(Jobs.train(Jobs.data(), folder.resolve("model").toString(), 2, 3))
                .run();

        assertThat(result.status()).as("%s", result).isEqualTo(2);
        assertThat(result.err()).contains("jointae: GPU 0 is already used by another process");
    }

    @Test
    void gpusForAnEngineOnTheProcessorAreRefusedBeforeTheSessionStarts() throws Exception {
        Command.Result result = LocalCluster.submit()
                // The launcher names a Spark home that the user chose.
                .environment("SPARK_HOME", "")
                .conf("spark.executor.resource.gpu.amount", 1)
                .conf("spark.task.resource.gpu.amount", 1)
                .with(Jobs.train(Jobs.data(), folder.resolve("model").toString(), 1, 1))
                .run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).singleElement().asString().contains("the engine computes on the processor");
    }

    /** Returns a command with one GPU per executor that computes on the CPU nevertheless. */
    private Command withGpus(Path script) {
        return LocalCluster.withGpus(script, folder).conf("spark.jointae.gpu.rehearsal", true);
    }
}
