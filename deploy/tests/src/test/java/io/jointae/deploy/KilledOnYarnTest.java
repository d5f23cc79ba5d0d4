package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills executors and application masters on a real YARN with SIGKILL. */
@Tag("cluster")
class KilledOnYarnTest {

    private static final int LIMIT_SECONDS = 600;

    @TempDir
    private static Path base;

    @TempDir
    Path folder;

    private static Yarn yarn;

    @BeforeAll
    static void start() throws Exception {
        yarn = new Yarn(base);
        yarn.upload(Path.of(Jobs.data()).getParent(), Yarn.DATA);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        yarn.close();
        Processes.assertNoneRunning();
    }

    @Test
    void aKilledExecutorAndAKilledApplicationMasterDoNotChangeTheParameters() throws Exception {
        String model = "/user/jointae/models/killed";
        String reference = Jobs.reference(2, Jobs.LONG);
        try (Submission train = Submission.start(
                yarn.submit("cluster").sharingFiles().with(Jobs.train(Yarn.DATA + "/rectangles", model, 2, Jobs.LONG)),
                folder)) {
            train.until(() -> checkpoints(model) > 0);
            ProcessHandle executor = train.first(ProcessHandle.current(), Processes.YARN_EXECUTOR);
            assertThat(executor.destroyForcibly()).isTrue();
            int before = checkpoints(model);
            train.until(() -> checkpoints(model) > before + 2
                    && Yarn.running(Processes.YARN_EXECUTOR).size() == 2);
            assertThat(train.first(ProcessHandle.current(), Processes.YARN_MASTER)
                            .destroyForcibly())
                    .isTrue();
            train.waitForSuccess();
        }

        assertThat(yarn.attempts()).isEqualTo(2);
        assertThat(yarn.parameters(model)).isEqualTo(reference);
    }

    /** Only the identifier of the application shows here that the earlier attempt is dead, as on another machine. */
    @Test
    void aSweepWhoseApplicationMasterIsKilledTwiceHasTheCellsOfAnUndisturbedOne() throws Exception {
        SortedMap<String, String> reference = SweepJob.reference();
        String out = "/user/jointae/results/killed-sweep";
        String file = "/user/jointae/sweep.yaml";
        yarn.write(file, SweepJob.file(Yarn.DATA));
        int left;
        try (Submission sweep = Submission.start(
                yarn.submit("cluster")
                        .sharingFiles()
                        // One trial at a time needs one executor.
                        .with("--num-executors", "1")
                        .conf("spark.yarn.maxAppAttempts", 3)
                        .conf("spark.yarn.appMasterEnv.JOINTAE_MACHINE", "none")
                        .with(SweepJob.arguments(file, out)),
                folder)) {
            for (int kill = 0; kill < 2; kill++) {
                int before = storedTrials(out);
                sweep.until(() -> storedTrials(out) > before);
                ProcessHandle master = sweep.first(ProcessHandle.current(), Processes.YARN_MASTER);
                assertThat(master.destroyForcibly()).isTrue();
                master.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            left = SweepJob.TRIALS - storedTrials(out);
            sweep.waitForSuccess();
        }

        assertThat(left).as("trials of the third attempt").isPositive();
        assertThat(yarn.attempts()).isEqualTo(3);
        assertThat(yarn.status(out)).isEqualTo("done");
        assertThat(SweepJob.cells(yarn.download(out + "/cells", folder.resolve("cells"))))
                .isEqualTo(reference);
        assertThat(yarn.containerLines("takes over the lock in " + out)).hasSize(2);
        assertThat(yarn.containerLines("This run waits")).isEmpty();
        assertThat(yarn.containerLines(" finished: rect DAE-2J"))
                .extracting(line -> line.replaceAll(".*finished: ([^,]*),.*", "$1"))
                .doesNotHaveDuplicates();
    }

    /** Returns the number of trials whose results a sweep has stored. */
    private static int storedTrials(String out) throws IOException {
        return yarn.names(out + "/cells").size();
    }

    private static int checkpoints(String model) throws IOException {
        return Jobs.checkpoints(yarn.names(model + ".run").stream());
    }
}
