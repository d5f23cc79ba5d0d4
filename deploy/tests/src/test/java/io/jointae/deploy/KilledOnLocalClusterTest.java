package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes executors away from a driver that trains with two executor JVMs on this machine. */
@Tag("cluster")
class KilledOnLocalClusterTest {

    private static final int SECONDS_BETWEEN_KILLS = 4;

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

    @Test
    void executorsKilledRepeatedlyForAMinuteDoNotChangeTheParameters() throws Exception {
        Path model = folder.resolve("model");
        String reference = Jobs.reference(2, Jobs.LONG);
        int killed = 0;
        try (Submission driver = train(model, LocalCluster.submit())) {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(60)
                    && !driver.process().waitFor(SECONDS_BETWEEN_KILLS, TimeUnit.SECONDS)) {
                List<ProcessHandle> executors = LocalCluster.executors(driver);
                if (!executors.isEmpty() && executors.get(0).destroyForcibly()) {
                    killed++;
                }
            }
            driver.waitForSuccess();
        }

        assertThat(killed).isGreaterThanOrEqualTo(5);
        assertThat(Jobs.parameters(model)).isEqualTo(reference);
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
