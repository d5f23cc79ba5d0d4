package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes executors away from a driver that trains with two executor JVMs on this machine. */
@Tag("cluster")
class KilledOnLocalClusterTest {

    private static final int KILLS = 8;

    @TempDir
    Path folder;

    @AfterEach
    void clean() throws Exception {
        Processes.assertNoneRunning();
        SparkWork.delete();
    }

    private Submission train(Path model, Command submit) throws Exception {
        return Submission.start(
                submit.sharingFiles().with(Jobs.train(Jobs.data(), model.toString(), 2, Jobs.LONG)), folder);
    }

    /** Each kill comes as soon as training has gone on after the last one, so no executor lives long. */
    @Test
    void executorsKilledAgainAndAgainDoNotChangeTheParameters() throws Exception {
        Path model = folder.resolve("model");
        Path run = folder.resolve("model.run");
        String reference = Jobs.reference(2, Jobs.LONG);
        try (Submission driver = train(model, LocalCluster.submit())) {
            for (int kill = 0; kill < KILLS; kill++) {
                int before = checkpoints(run);
                driver.until(() -> checkpoints(run) > before);
                assertThat(driver.first(driver.process().toHandle(), Processes.STANDALONE_EXECUTOR)
                                .destroyForcibly())
                        .isTrue();
            }
            driver.waitForSuccess();
        }
        assertThat(Jobs.parameters(model)).isEqualTo(reference);
    }

    private static int checkpoints(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return Jobs.checkpoints(files.map(file -> file.getFileName().toString()));
        } catch (NoSuchFileException notStarted) {
            return 0;
        }
    }

    /** SIGPWR tells an executor that its node is decommissioned; on Kubernetes the stop hook of the pod sends it. */
    @Test
    void aDecommissionedExecutorFailsNoTaskMoreThanOnce() throws Exception {
        Path model = folder.resolve("model");
        String reference = Jobs.reference(2, Jobs.LONG);
        // By default an executor checks every 30 seconds whether all its blocks have moved, and stays until they have.
        Command submit = LocalCluster.submit().conf("spark.storage.decommission.replicationReattemptInterval", "1s");
        try (Submission driver = train(model, submit)) {
            driver.until(() -> Files.exists(Path.of(model + ".run", "metrics.jsonl"))
                    && !LocalCluster.executors(driver).isEmpty());
            ProcessHandle leaving = LocalCluster.executors(driver).get(0);
            Jobs.runSuccessfully(Command.of("bash", "-c", "kill -PWR " + leaving.pid()));
            leaving.onExit().get(60, TimeUnit.SECONDS);
            assertThat(driver.process().isAlive()).as("%s", driver.log()).isTrue();
            driver.waitForSuccess();

            assertThat(driver.log())
                    .contains("decommissioned message")
                    .doesNotContain("Lost task 0.1 ", "Lost task 1.1 ");
        }
        assertThat(Jobs.parameters(model)).isEqualTo(reference);
    }
}
