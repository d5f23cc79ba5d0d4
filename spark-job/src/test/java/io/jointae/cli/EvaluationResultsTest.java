package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.results.ResultStore;
import io.jointae.results.kept.WrongRows;
import io.jointae.sweep.ResultsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single evaluations add to the results folder that the report reads. */
class EvaluationResultsTest {

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void succeeds(String... args) {
        assertThat(Jointae.run(System.err, args)).isZero();
    }

    @Test
    void svmAndReconstructAddToTheFolderThatTheReportReadsAndTheLatestRowCounts() throws IOException {
        String data = dir.resolve("rectangles").toString();
        String model = dir.resolve("model").toString();
        String results = dir.resolve("results").toString();
        succeeds("prepare", "rectangles", "--out", dir.toString(), "--counts", "40,20,20");
        succeeds("train", "--data", data, "--model", model, "--layers", "1", "--hidden", "8", "--epochs", "1");

        succeeds("svm", "--model", model, "--data", data, "--results", results);
        int rows = ResultStore.in(new Configuration(), results).read().size();
        succeeds("svm", "--model", model, "--data", data, "--results", results);
        assertThat(ResultStore.in(new Configuration(), results).read()).hasSize(rows);
        succeeds("reconstruct", "--model", model, "--data", data, "--results", results);
        assertThat(ResultStore.in(new Configuration(), results).read()).hasSizeGreaterThan(rows);

        try (Stream<Path> evaluated = Files.list(Path.of(results, ResultsWriter.MODELS))) {
            assertThat(evaluated)
                    .singleElement()
                    .satisfies(folder -> assertThat(folder)
                            .isDirectoryContaining("glob:**/filters.png")
                            .isDirectoryContaining("glob:**/reconstructions.png")
                            .isDirectoryContaining("glob:**/model.json"));
        }
        assertThat(Path.of(results, WrongRows.FOLDER)).isDirectoryContaining("glob:**.json");
        succeeds("report", "--results", results, "--out", results + "/report.html");
        assertThat(Path.of(results, "report.html")).content().contains("data:image/png");
    }

    @Test
    void measurementsOfFrozenCodesAreInTheReportAndTwoModelsAreCompared() throws IOException {
        String data = dir.resolve("frozen/rectangles").toString();
        String model = dir.resolve("frozen-model").toString();
        String results = dir.resolve("frozen-results").toString();
        succeeds("prepare", "rectangles", "--out", dir.resolve("frozen").toString(), "--counts", "40,20,20");
        succeeds("train", "--data", data, "--model", model, "--layers", "2", "--hidden", "8", "--epochs", "1");
        String twice = dir.resolve("frozen-jsonl").toString();

        succeeds(
                "probe",
                "--model",
                model,
                "--model",
                model,
                "--data",
                data,
                "--results",
                results,
                "--layer",
                "1",
                "--labels",
                "50,100",
                "--probe-c",
                "1,10",
                "--compare",
                "--out",
                twice);
        succeeds("neighbors", "--model", model, "--data", data, "--results", results, "--k", "1,3");
        succeeds("rank", "--model", model, "--data", data, "--results", results);
        succeeds(
                "anomaly",
                "--model",
                model,
                "--data",
                data,
                "--results",
                results,
                "--anomalous-labels",
                "1",
                "--resamples",
                "20");

        assertThat(Path.of(twice, "probe.jsonl")).content().contains("probe-error-percent-labels-50-layer-1");
        assertThat(ResultStore.in(new Configuration(), results).read())
                .extracting(row -> row.cell().metric().id())
                .contains(
                        "probe-error-percent-labels-50-layer-1",
                        "neighbors-error-percent-labels-100-layer-2",
                        "effective-rank-layer-2",
                        "rankme-layer-1",
                        "anomaly-auroc",
                        "anomaly-average-precision");
        succeeds("report", "--results", results, "--out", results + "/report.html");
        assertThat(Path.of(results, "report.html"))
                .content()
                .contains("AUROC of anomalies", "codes of the top layer on their two principal axes");
    }
}
