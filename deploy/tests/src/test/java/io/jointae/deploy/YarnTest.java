package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jobs on a real HDFS and a real YARN with GPUs in this JVM; drivers and executors run in separate containers. */
@Tag("cluster")
class YarnTest {

    @TempDir
    private static Path base;

    @TempDir
    Path folder;

    private static Yarn yarn;

    @BeforeAll
    static void start() throws Exception {
        yarn = new Yarn(base);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        yarn.close();
        Processes.assertNoneRunning();
    }

    /** The executors that train unpack the native libraries themselves. */
    @Test
    void preparesTrainsAndEvaluatesOnHdfsWithOneGpuPerExecutor() throws Exception {
        Jobs.runSuccessfully(yarn.submit("cluster").with(Jobs.prepare(Yarn.DATA)));
        String model = "/user/jointae/models/gpu";
        int gpus = 0;
        try (Submission train = Submission.start(
                withGpus(yarn.submit("cluster")).with(Jobs.train(Yarn.DATA + "/rectangles", model, 2, 3)), folder)) {
            while (train.process().isAlive()) {
                gpus = Math.max(gpus, usedGpus());
                Thread.sleep(200);
            }
            train.waitForSuccess();
        }

        assertThat(gpus).isEqualTo(2);
        assertThat(yarn.containerLines(": GPU ")).anyMatch(line -> line.contains("GPU 0 for task"));
        assertThat(yarn.containerLines(": GPU ")).anyMatch(line -> line.contains("GPU 1 for task"));
        assertThat(yarn.parameters(model)).isEqualTo(Jobs.reference(2, 3));
        assertThat(yarn.status(model)).isEqualTo("done");

        String results = "/user/jointae/results";
        Jobs.runSuccessfully(yarn.submit("cluster")
                .sharingFiles()
                .with("reconstruct", "--model", model, "--data", Yarn.DATA + "/rectangles", "--out", results));
        assertThat(yarn.exists(results + "/reconstruct.jsonl")).isTrue();
        assertThat(yarn.status(results)).isEqualTo("done");
    }

    /** The engine for the processor is rehearsed with GPUs that do not exist; that for GPUs finds no CUDA there. */
    @Test
    void torchCpuTrainsInContainersWithGpusAndTorchCudaIsRefusedThere() throws Exception {
        String data = "/user/jointae/for-engines";
        yarn.upload(Path.of(Jobs.data()), data);
        String model = "/user/jointae/models/torch";
        Jobs.runSuccessfully(TorchJobs.with(
                withGpus(yarn.submit("client").sharingFiles()), "torch-cpu", Jobs.train(data, model, 2, 3)));
        assertThat(yarn.parameters(model)).isEqualTo(TorchJobs.reference());

        Command.Result refused = TorchJobs.with(
                        withGpus(yarn.submit("client").sharingFiles()).conf("spark.jointae.gpu.rehearsal", false),
                        "torch-cuda",
                        Jobs.train(data, "/user/jointae/models/cuda", 2, 3))
                .run();
        assertThat(refused.status()).as("%s", refused).isEqualTo(2);
        assertThat(refused.err()).contains(TorchJobs.NO_CUDA_BUILD).doesNotContain("\tat ");
    }

    @Test
    @Tag("spark-4")
    void clientModeGivesTheParametersOfOneProcess() throws Exception {
        String data = "/user/jointae/uploaded";
        yarn.upload(Path.of(Jobs.data()), data);
        String model = "/user/jointae/models/client";
        Jobs.runSuccessfully(yarn.submit("client").sharingFiles().with(Jobs.train(data, model, 1, 3)));

        assertThat(yarn.parameters(model)).isEqualTo(Jobs.reference(1, 3));
    }

    @Test
    void invalidInputFailsTheApplicationAndLeavesAResultMarker() throws Exception {
        String model = "/user/jointae/models/invalid";
        Command.Result result = yarn.submit("cluster")
                .conf("spark.yarn.maxAppAttempts", 1)
                .with(Jobs.train("/user/jointae/nowhere", model, 1, 1))
                .run();

        assertThat(result.status()).isNotZero();
        assertThat(yarn.status(model)).isEqualTo("failed");
    }

    private Command withGpus(Command submit) throws IOException {
        Path script = FakeGpus.distinct(Files.createTempDirectory(folder, "gpus"));
        return submit.conf("spark.executor.resource.gpu.amount", 1)
                .conf("spark.task.resource.gpu.amount", 1)
                .conf("spark.executor.resource.gpu.discoveryScript", "./" + script.getFileName())
                .conf("spark.jointae.gpu.rehearsal", true)
                .conf("spark.jointae.gpu.claims", folder)
                .with("--files", script.toString());
    }

    private static int usedGpus() throws Exception {
        int most = 0;
        for (ApplicationReport report : yarn.client().getApplications(EnumSet.of(YarnApplicationState.RUNNING))) {
            most = Math.max(most, (int) report.getApplicationResourceUsageReport()
                    .getUsedResources()
                    .getResourceValue(MiniHadoop.GPU));
        }
        return most;
    }
}
