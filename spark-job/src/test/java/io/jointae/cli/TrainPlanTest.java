package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan of a training run, which the command train prints before it trains. */
class TrainPlanTest {

    private static SparkSession spark;
    private static String data;

    @TempDir
    private static Path dir;

    @BeforeAll
    static void start() throws Exception {
        spark = TestSessions.local();
        data = DatasetBuilder.bars().write(spark, dir);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** The output of a command and its exit status. */
    private record Run(int status, String out, String errors) {}

    private static Run train(String... options) {
        List<String> args = new ArrayList<>(List.of(
                "train", "--data", data, "--layers", "1", "--hidden", "8", "--epochs", "1", "--batch-size", "10"));
        args.addAll(List.of(options));
        PrintStream console = System.out;
        PrintStream errorConsole = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream errorStream = new PrintStream(errors, true, StandardCharsets.UTF_8);
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(errorStream);
        try {
            int status = Jointae.run(errorStream, args.toArray(String[]::new));
            return new Run(status, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(console);
            System.setErr(errorConsole);
        }
    }

    @Test
    void thePlanListsTheOptionsAndTheStepsOfEachWorkerAndTrainsNothing() {
        Run run = train("--print-plan", "--workers", "3", "--averaging-frequency", "1");

        assertThat(run.status()).isZero();
        // 60 rows in batches of 10 are 2 steps for each of 3 workers.
        assertThat(run.out())
                .contains("workers: 3", "batch-size: 10", "learning-rate: 0.001")
                .contains(
                        "# Each of the 3 workers takes 2 steps per epoch, 1 between two averagings: 2 rounds per epoch.")
                .contains("# Warning: Each worker takes only 1 step between two averagings");
    }

    @Test
    void thePlanAsJsonHasTheNumbers() {
        Run run = train("--print-plan", "--json", "--workers", "3");

        assertThat(run.status()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).contains("\"stepsPerEpoch\":2", "\"roundsPerEpoch\":1", "\"usefulWorkers\":");
    }

    @Test
    void theAdviceStandsBeforeTheFirstEpoch() {
        Run run = train("--model", dir.resolve("model").toString(), "--workers", "2");

        assertThat(run.status()).isZero();
        assertThat(run.errors()).contains("Each of the 2 workers takes 3 steps per epoch, 3 between two averagings");
        assertThat(run.errors().indexOf("Each of the 2 workers"))
                .isLessThan(run.errors().indexOf("epoch 1 of 1"));
    }

    @Test
    void withoutAPlanToPrintTheModelFolderIsRequired() {
        Run run = train();

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).isEqualTo("jointae: --model is missing: name the folder of the model.\n");
    }
}
