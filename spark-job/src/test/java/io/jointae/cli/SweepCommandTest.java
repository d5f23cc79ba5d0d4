package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What schedulers rely on: exit statuses, and one line for a mistake. */
class SweepCommandTest {

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    @BeforeAll
    static void start() throws Exception {
        spark = TestSessions.local();
        DatasetBuilder.bars().write(spark, dir.resolve("whole"));
        DatasetBuilder.bars().valid(0).write(spark, dir.resolve("unvalidated"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static String file(String data, String more) throws Exception {
        Path file = Files.createTempFile(dir, "sweep", ".yaml");
        Files.writeString(file, """
                name: small
                data: %s
                datasets: [bars]
                kinds: [dae]
                schemes: [J]
                layers: [2]
                noise: [0.5]
                learning-rate: [0.01]
                hidden: 8
                batch-size: 10
                epochs: 1
                %s
                """.formatted(dir.resolve(data), more));
        return file.toString();
    }

    private static int status(ByteArrayOutputStream errors, String... args) {
        return Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), args);
    }

    private static int status(String... args) {
        return status(new ByteArrayOutputStream(), args);
    }

    private static String refused(String... args) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertThat(status(errors, args)).isEqualTo(2);
        String message = errors.toString(StandardCharsets.UTF_8);
        assertThat(message.lines()).hasSize(1);
        return message;
    }

    @Test
    void aCompletedSweepReturnsZeroAndAnEmptyResumeReturnsThree() throws Exception {
        String out = dir.resolve("done").toString();
        String file = file("whole", "");
        assertThat(status("sweep", file, "--out", out)).isZero();
        assertThat(status("sweep", file, "--out", out, "--resume")).isEqualTo(3);
        assertThat(Path.of(out, "_RESULT.json")).content().contains("nothing-to-do");
        assertThat(refused("sweep", file, "--out", out)).contains("--resume");
    }

    @Test
    void theChoicesAreStatedAndTheChosenSettingIsTrainedWithMoreSeeds() throws Exception {
        String out = dir.resolve("seeds").toString();
        PrintStream console = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            String file = file("whole", "");
            assertThat(status("sweep", file, "--out", out, "--dataset", "bars", "--seeds-for-best", "3"))
                    .isZero();
            assertThat(status("sweep", file, "--out", out, "--seeds-for-best", "3", "--resume"))
                    .isEqualTo(3);
        } finally {
            System.setErr(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("bars DAE-2J: svm-error-percent \\d+\\.\\d\\d at learning-rate 0\\.01, noise 0\\.5,"
                        + " the mean of 3 seeds");
        assertThat(refused("sweep", file("whole", ""), "--out", out, "--seeds-for-best", "1"))
                .contains("--seeds-for-best 1 is too small");
        assertThat(refused("sweep", file("whole", ""), "--out", out, "--dataset", "mnist"))
                .contains("--dataset mnist is not in the sweep file: choose from bars");
    }

    @Test
    void aFailedTrialReturnsOne() throws Exception {
        String out = dir.resolve("failed").toString();
        assertThat(status("sweep", file("unvalidated", ""), "--out", out)).isEqualTo(1);
        assertThat(Path.of(out, "cells")).isDirectoryContaining("glob:**.parquet");
    }

    @Test
    void aSettingThatDivergesIsNoFailureAndNotTrainedAgain() throws Exception {
        String out = dir.resolve("diverged").toString();
        Path file = Path.of(file("whole", ""));
        Files.writeString(
                file, Files.readString(file).replace("learning-rate: [0.01]", "learning-rate: [0.01, 1e+30]"));
        assertThat(printed(() -> status("sweep", file.toString(), "--out", out)))
                .endsWith("2 trials: 0 already had results, 1 finished, 0 failed, 1 diverged. The results are in " + out
                        + ".\n0");
        assertThat(printed(() -> status("sweep", file.toString(), "--out", out, "--resume", "--json")))
                .contains("\"alreadyThere\":2", "\"divergedBefore\":1")
                .endsWith("\n3");
        assertThat(printed(() -> status("sweep", file.toString(), "--out", out, "--resume", "--retry-diverged")))
                .contains("1 already had results, 0 finished, 0 failed, 1 diverged.")
                .endsWith("\n0");
    }

    @Test
    void thePlanFollowsTheResultsThatTheFolderHolds() throws Exception {
        String out = dir.resolve("planned").toString();
        assertThat(status("sweep", file("whole", ""), "--out", out)).isZero();
        String file = file("whole", "seeds: [1, 2]");
        assertThat(printed(() -> status("sweep", file, "--out", out, "--print-plan")))
                .containsPattern("# 1 of the 2 trials have no results yet and take (about|\\S+ to) \\S+ seconds with ")
                .contains("# The time follows 1 result in the folder from this kind of machine, which took ");
        assertThat(printed(() -> status("sweep", file("whole", ""), "--out", out, "--print-plan")))
                .contains("# Every trial has its results: there is nothing to do.");
        assertThat(printed(() -> status("sweep", file, "--print-plan")))
                .contains("# The sweep takes ", "# The range is wide because no results in a folder");
    }

    /** As when a later attempt of the application has taken the lock over, or this run was suspended for a minute. */
    @Test
    void aSweepThatLostItsFolderEndsWithOneSentenceAndLeavesTheMarkerToTheOtherRun() throws Exception {
        Path out = dir.resolve("lost");
        Path file = Path.of(file("whole", ""));
        Files.writeString(file, Files.readString(file).replace("epochs: 1", "epochs: 1000000"));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        CompletableFuture<Integer> sweep =
                CompletableFuture.supplyAsync(() -> status(errors, "sweep", file.toString(), "--out", out.toString()));
        while (!Files.isDirectory(out.resolve("models"))) {
            assertThat(sweep.isDone()).as("%s", errors).isFalse();
            Thread.sleep(20);
        }
        try (DirectoryStream<Path> claims = Files.newDirectoryStream(out, "_LOCK-*")) {
            for (Path claim : claims) {
                Files.delete(claim);
            }
        }
        assertThat(sweep.get()).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .singleElement(STRING)
                .contains(out + " now belongs to another sweep");
        assertThat(out.resolve("_RESULT.json")).doesNotExist();
    }

    private static String printed(Callable<Integer> command) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            int status = command.call();
            return printed.toString(StandardCharsets.UTF_8) + status;
        } finally {
            System.setOut(console);
        }
    }

    @Test
    void invalidInputReturnsTwoAndWritesNothing() throws Exception {
        String out = dir.resolve("bad").toString();
        assertThat(refused("sweep", file("whole", "epoch: 3"), "--out", out)).contains("did you mean epochs?");
        assertThat(refused("sweep", file("nowhere", ""), "--out", out)).contains("nowhere/bars");
        assertThat(refused("sweep", file("whole", ""), "--out", out, "--parallel", "0"))
                .contains("--parallel 0");
        assertThat(refused("sweep", file("whole", ""), "--out", out, "--wait", "-1"))
                .contains("--wait -1 is negative");
        assertThat(refused("sweep", file("whole", ""))).contains("--out");
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void thePlanIsPrintedWithEveryDefaultAndNothingIsRun() throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            String file = file("whole", "seeds: [1, 2]");
            assertThat(status("sweep", file, "--print-plan", "--parallel", "4")).isZero();
        } finally {
            System.setOut(console);
        }
        String plan = printed.toString(StandardCharsets.UTF_8);
        assertThat(plan)
                .contains("batch-size: 10", "svm-costs: [", "contraction: [0.01,", "2 trials with 2 evaluations");
        assertThat(plan).containsPattern("takes \\S+ to \\S+ seconds with 4 trials at a time");
        assertThat(plan).contains("# The evaluations take about ");
        // 60 rows, one epoch, 5 products of 20 x 8 and 6 of 8 x 8, two seeds.
        assertThat(plan).contains("1.42e+05 multiply-adds", "# bars DAE-2J: One worker takes 6 steps per epoch.");
    }
}
