package io.jointae.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.deploy.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short chaos run with separate executor processes. {@code deploy/chaos} starts a long one, also on YARN. */
@Tag("cluster")
class ChaosTest {

    private static final long SEED = 3;

    @TempDir
    Path folder;

    @Test
    void killedExecutorsAndDriversChangeNoResult() throws Exception {
        ChaosSummary summary = new ChaosSummary("mvn verify", SEED);
        List<StandardJob> jobs = List.of(StandardJob.TRAIN, StandardJob.SWEEP, StandardJob.SCORE);
        try (Site quiet = new LocalSite("undisturbed", "local[2]", folder.resolve("undisturbed"));
                Site cluster = new LocalSite("local-cluster", LocalSite.CLUSTER, folder.resolve("local-cluster"))) {
            Inputs inputs = new Inputs(folder.resolve("inputs"));
            inputs.upload(quiet);
            inputs.upload(cluster);
            new Campaign(
                            new Campaign.Settings(folder, SEED, Duration.ofMinutes(10), jobs.size(), 3, jobs),
                            summary,
                            System.out)
                    .run(quiet, List.of(cluster));
        }
        Processes.assertNoneRunning();

        assertThat(summary.runs()).isEqualTo(jobs.size());
        assertThat(summary.kills()).as(summary.describe()).isGreaterThanOrEqualTo(jobs.size());
        assertThat(Files.readString(folder.resolve("summary.json"))).contains("\"difference\" : null");
    }
}
