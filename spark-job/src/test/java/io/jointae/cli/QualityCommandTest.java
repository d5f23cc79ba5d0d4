package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.results.QualityStudy;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of quality against workers, on a dataset that trains in moments. */
class QualityCommandTest {

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

    private static int quality(ByteArrayOutputStream out, ByteArrayOutputStream errors, String... options) {
        List<String> args = new ArrayList<>(List.of("bench", "quality", "--data", data, "--hidden", "8"));
        args.addAll(List.of("--batch-size", "10", "--epochs", "3", "--round-time", "50", "--learning-rate", "0.01"));
        args.addAll(List.of(options));
        PrintStream console = System.out;
        PrintStream errorConsole = System.err;
        PrintStream errorStream = new PrintStream(errors, true, StandardCharsets.UTF_8);
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(errorStream);
        try {
            return Jointae.run(errorStream, args.toArray(String[]::new));
        } finally {
            System.setOut(console);
            System.setErr(errorConsole);
        }
    }

    private static String succeeds(String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertThat(quality(out, errors, options))
                .as(errors.toString(StandardCharsets.UTF_8))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String refused(String... options) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertThat(quality(new ByteArrayOutputStream(), errors, options)).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
        return errors.toString(StandardCharsets.UTF_8);
    }

    private static Map<Path, FileTime> models(Path out) throws Exception {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out.resolve("models"))) {
            for (Path file : files.filter(each -> each.endsWith("network.zip")).toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void everyCombinationIsTrainedOnceAndComparedWithTheSingleWorker() throws Exception {
        Path out = dir.resolve("quality");
        String[] options = {
            "--out", out.toString(), "--workers", "2,3", "--averaging-frequency", "1", "--tolerance", "10"
        };
        String printed = succeeds(options);

        // One worker, and two and three workers by two outer optimizers.
        Map<Path, FileTime> models = models(out);
        assertThat(models).hasSize(5);
        List<String> table = Files.readAllLines(out.resolve("quality.csv"));
        assertThat(table).hasSize(6);
        assertThat(table.get(0)).startsWith("workers,averaging_frequency,outer_optimizer,");
        assertThat(table).anyMatch(line -> line.startsWith("3,1,nesterov,0.7,0.9,0.01,3,"));
        assertThat(printed).contains("the best single worker reaches", "nesterov 0.7, 0.9", "quality/report.html");
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("Time to quality with more executors", "percent above the cost of one worker", "<svg");

        QualityStudy study =
                QualityStudy.find(new Configuration(), out.toString()).orElseThrow();
        QualityStudy.Point single = study.points().stream()
                .filter(QualityStudy.Point::isSingle)
                .findFirst()
                .orElseThrow();
        assertThat(study.percentAbove(single)).isZero();
        assertThat(single.epochsToTarget()).isNotNull();
        assertThat(single.quality().svmError()).isNotNull();

        // A finished combination is not trained again, and a new one is added.
        succeeds(Stream.concat(Stream.of(options), Stream.of("--resume", "--workers", "2,3,4"))
                .toArray(String[]::new));
        assertThat(models(out)).hasSize(7).containsAllEntriesOf(models);
        assertThat(Files.readAllLines(out.resolve("quality.csv"))).hasSize(8);
    }

    @Test
    void thePlanIsPrintedWithTheStepsOfEachWorkerAndNothingIsTrained() {
        Path out = dir.resolve("planned");
        String printed = succeeds(
                "--out",
                out.toString(),
                "--print-plan",
                "--workers",
                "3",
                "--averaging-frequency",
                "1",
                "--parallel",
                "1");

        assertThat(printed)
                .contains(
                        "workers: [1,3]",
                        "3 trials with 6 evaluations",
                        "Each of the 3 workers takes 2 steps per epoch");
        assertThat(out).doesNotExist();
    }

    @Test
    void invalidInputIsRefusedInOneLineBeforeAnythingIsTrained() {
        String out = dir.resolve("refused").toString();

        assertThat(refused("--out", out, "--workers", "0")).contains("workers 0 is invalid");
        assertThat(refused("--out", out, "--tolerance", "-1")).contains("--tolerance -1.0");
        assertThat(refused("--out", out, "--bandwidth", "0")).contains("--bandwidth");
        assertThat(refused("--out", out, "--measure-rounds")).contains("--round-time and --measure-rounds");
        assertThat(refused("--out", out, "--outer-optimizer", "adam")).contains("outer-optimizer adam");
        assertThat(Path.of(out)).doesNotExist();
    }
}
