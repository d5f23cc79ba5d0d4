package io.jointae.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.deploy.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chaos run notices what it must notice. The jobs are shell scripts whose first process waits until it is killed. */
class CampaignTest {

    private static final int RUNS = 3;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    /** A folder, where only drivers can be killed. */
    private final class Folder implements Site {

        @Override
        public String name() {
            return "folder";
        }

        @Override
        public List<Victim> victims() {
            return List.of(Victim.DRIVER);
        }

        @Override
        public Command submit() {
            return Command.of("bash", "-c");
        }

        @Override
        public String path(String file) {
            return folder.resolve(file).toString();
        }

        @Override
        public void upload(Path local, String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void download(String path, Path local) throws IOException {
            Files.createDirectories(local);
            Files.copy(Path.of(path, "result"), local.resolve("result"));
        }

        @Override
        public int kill(Victim victim, Process submission, Random random) {
            return submission.toHandle().destroyForcibly() ? 1 : 0;
        }

        @Override
        public void cleanUp() {}

        @Override
        public void close() {}
    }

    /**
     * A job that writes a file.
     *
     * @param script the last commands; the variable {@code starts} says how often the job was started
     */
    private record Script(String script) implements Job {

        @Override
        public String label() {
            return "script";
        }

        @Override
        public List<String> command(Site site, String output) {
            return List.of(
                    "mkdir -p $0; cd $0; echo >> starts; starts=$(wc -l < starts); case $0 in *run-*) [ $starts -gt 1 ] ||"
                            + " exec sleep 60;; esac; " + script,
                    output);
        }

        @Override
        public SortedMap<String, String> result(Path output) throws IOException {
            return new TreeMap<>(Map.of("text", Files.readString(output.resolve("result"))));
        }
    }

    private ChaosSummary run(String script) throws IOException, InterruptedException {
        ChaosSummary summary = new ChaosSummary("deploy/chaos", 5);
        Campaign.Settings settings =
                new Campaign.Settings(folder, 5, Duration.ofMinutes(1), RUNS, 2, List.of(new Script(script)));
        Site site = new Folder();
        new Campaign(settings, summary, new PrintStream(printed)).run(site, List.of(site));
        return summary;
    }

    @Test
    void equalResultsAreCountedWithTheKillsTheySurvived() throws Exception {
        ChaosSummary summary = run("echo same > result");

        assertThat(summary.runs()).isEqualTo(RUNS);
        assertThat(summary.kills(Victim.DRIVER)).isEqualTo(summary.kills()).isBetween(RUNS, 2 * RUNS);
        assertThat(Files.readString(folder.resolve("summary.txt")))
                .contains("Every result equals that of the undisturbed run.", summary.kills() + " kills in 3 runs");
        assertThat(printed.toString()).contains("folder, script");
    }

    @Test
    void aDifferentResultEndsTheRunAndIsShown() {
        assertThatThrownBy(() -> run("echo $starts > result"))
                .isInstanceOf(ChaosException.class)
                .hasMessageContaining("the result of script differs")
                .hasMessageContaining("text: expected 1");
        assertThat(folder.resolve("summary.json")).content().contains("text: expected 1");
        assertThat(folder.resolve("results/run-0000-folder-script/result")).exists();
    }

    @Test
    void aJobThatFailsEndsTheRunWithTheEndOfItsLog() {
        assertThatThrownBy(() -> run("echo same > result; [ $starts = 1 ] || { echo sorry; exit 5; }"))
                .isInstanceOf(ChaosException.class)
                .hasMessageContaining("ended with status 5 after these kills: {DRIVER=1}")
                .hasMessageContaining("sorry");
    }

    @Test
    void aStatusOfNothingToDoIsASuccess() throws Exception {
        assertThat(run("echo same > result; [ $starts = 1 ] || exit 3").runs()).isEqualTo(RUNS);
    }

    @Test
    void equalSeedsGiveEqualPlans() {
        for (int seed = 0; seed < 20; seed++) {
            KillPlan one = plan(seed);
            KillPlan other = plan(seed);
            int kills = 0;
            while (one.hasNext()) {
                kills++;
                KillPlan.Kill kill = one.next();
                assertThat(other.next()).isEqualTo(kill);
                assertThat(kill.delay()).isBetween(Duration.ofMillis(200), Duration.ofMillis(30_200));
            }
            assertThat(other.hasNext()).isFalse();
            assertThat(kills).isBetween(4, 8);
        }
        assertThat(plan(1).next()).isNotEqualTo(plan(2).next());
    }

    private static KillPlan plan(long seed) {
        return new KillPlan(seed, List.of(Victim.EXECUTOR, Victim.DRIVER), 30, 8);
    }
}
