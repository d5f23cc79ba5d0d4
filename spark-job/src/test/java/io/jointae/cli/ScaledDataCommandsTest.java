package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.model.ModelDirectory;
import io.jointae.results.Measurement;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.stack.Activation;
import io.jointae.stack.Loss;
import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of any range go from a CSV file to a model, its evaluations and the scores of new rows, in the units of the data. */
class ScaledDataCommandsTest {

    /** Two readings whose units differ by a factor of 1,000, and which are linked. */
    private static final int ROWS = 400;

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    private static String data;
    private static String model;

    @BeforeAll
    static void prepareAndTrain() throws IOException {
        spark = TestSessions.local();
        Random random = new Random(1);
        List<String> lines = IntStream.range(0, ROWS)
                .mapToObj(i -> {
                    double level = random.nextGaussian();
                    return (50_000 + 1000 * level) + "," + (level + 0.1 * random.nextGaussian() - 3) + ","
                            + (level > 0 ? 1 : 0);
                })
                .toList();
        Path file = Files.write(dir.resolve("readings.csv"), lines);
        done(
                "prepare",
                "readings",
                "--format",
                "csv",
                "--source",
                file.toString(),
                "--label-column",
                "3",
                "--scaling",
                "standardize",
                "--out",
                dir.toString());
        data = dir.resolve("readings").toString();
        model = dir.resolve("model").toString();
        done(
                "train",
                "--data",
                data,
                "--model",
                model,
                "--layers",
                "1",
                "--kind",
                "ae",
                "--hidden",
                "4",
                "--activation",
                "tanh",
                "--epochs",
                "60",
                "--batch-size",
                "20",
                "--learning-rate",
                "0.01");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void done(String... args) {
        assertThat(Jointae.run(System.err, args)).isZero();
    }

    private static String refused(String... args) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertThat(Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), args))
                .isEqualTo(2);
        String message = errors.toString(StandardCharsets.UTF_8);
        assertThat(message.lines()).hasSize(1);
        return message;
    }

    @Test
    void standardizedDataTrainALinearDecoderByTheSquaredErrorUnlessTheUserChooses() throws IOException {
        ModelDirectory trained = ModelDirectory.read(new Configuration(), model);
        assertThat(trained.model().architecture().loss()).isEqualTo(Loss.SQUARED_ERROR);
        assertThat(trained.model().architecture().output()).isEqualTo(Activation.IDENTITY);
        assertThat(trained.card().scaling().offsets()[0]).isCloseTo(50_000, within(300f));
        assertThat(Files.readString(Path.of(model, "model.json"))).contains("\"kind\" : \"standardize\"");
        String other = dir.resolve("refused").toString();
        assertThat(refused("train", "--data", data, "--model", other, "--loss", "cross-entropy"))
                .contains("--loss cross-entropy is invalid for standardized data");
        assertThat(refused("train", "--data", data, "--model", other, "--output-activation", "tanh"))
                .contains(
                        "--output-activation tanh is invalid for standardized data, because it gives values between -1.0 and"
                                + " 1.0 only: choose identity, or scale the data by minmax, or clip the data at 1");
        assertThat(dir.resolve("refused")).doesNotExist();
        assertThat(dir.resolve("refused.run")).doesNotExist();
    }

    @Test
    void reconstructionsAndTheirErrorsAreInTheUnitsOfTheData() throws IOException {
        Path rows = dir.resolve("new-rows");
        spark.range(50)
                .selectExpr("id", "array(50000 + 100 * double(id) - 2500, -3 + 0.1 * double(id) - 2.5) as reading")
                .coalesce(1)
                .write()
                .parquet(rows.toString());
        String scored = dir.resolve("scored").toString();
        done(
                "score",
                "--model",
                model,
                "--input",
                rows.toString(),
                "--column",
                "reading",
                "--output",
                scored,
                "--reconstruction",
                "--reconstruction-error");
        List<Row> found = spark.read().parquet(scored).orderBy("id").collectAsList();
        assertThat(found).hasSize(50);
        double largest = 0;
        for (int i = 0; i < 50; i++) {
            Row row = found.get(i);
            List<Float> reconstruction = row.getList(row.fieldIndex("reconstruction"));
            double first = 50_000 + 100.0 * i - 2500;
            double second = -3 + 0.1 * i - 2.5;
            largest = Math.max(largest, Math.abs(reconstruction.get(0) - first));
            double error = Math.pow(reconstruction.get(0) - first, 2) + Math.pow(reconstruction.get(1) - second, 2);
            assertThat(row.<Double>getAs("reconstruction_error")).isCloseTo(error, within(0.5 + 1e-3 * error));
        }
        // The standard deviation of the first reading is 1,000.
        assertThat(largest).isLessThan(700);
    }

    @Test
    void evaluationsScaleTheRowsAndReportTheErrorInBothUnits() throws IOException {
        String results = dir.resolve("results").toString();
        done("reconstruct", "--model", model, "--data", data, "--results", results);
        done("svm", "--model", model, "--data", data, "--results", results);
        List<StoredRow> rows = ResultStore.in(new Configuration(), results).read();
        assertThat(value(rows, "scaled-squared-error")).isLessThan(0.5);
        // A million is the variance of the first reading.
        assertThat(value(rows, "squared-error")).isBetween(1.0, 250_000.0);
        assertThat(value(rows, "svm-error-percent")).isLessThan(15);
    }

    private static double value(List<StoredRow> rows, String metric) {
        return rows.stream()
                .filter(row -> row.cell().metric().id().equals(metric)
                        && row.cell().split().id().equals("test"))
                .mapToDouble(row -> ((Measurement) row.outcome()).value())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aModelAndADatasetOfDifferentScalingsAreRefusedTogether() {
        done("prepare", "rectangles", "--out", dir.resolve("paper").toString(), "--counts", "40,20,20");
        Path file = dir.resolve("readings.csv");
        done(
                "prepare",
                "other",
                "--format",
                "csv",
                "--source",
                file.toString(),
                "--label-column",
                "3",
                "--scaling",
                "minmax",
                "--out",
                dir.toString());
        assertThat(refused(
                        "reconstruct",
                        "--model",
                        model,
                        "--data",
                        dir.resolve("other").toString()))
                .contains(
                        "was trained with the scaling standardize, but dataset other was prepared with the scaling minmax:"
                                + " prepare the dataset with the scaling standardize");
    }

    @Test
    void prepareNamesTheOptionThatDoesNotFit() {
        String file = dir.resolve("readings.csv").toString();
        assertThat(refused(
                        "prepare",
                        "x",
                        "--format",
                        "csv",
                        "--source",
                        file,
                        "--out",
                        dir.toString(),
                        "--scaling",
                        "minmax",
                        "--clip",
                        "3"))
                .contains("--clip 3.0 limits standardized values, but --scaling is minmax");
        assertThat(refused(
                        "prepare",
                        "x",
                        "--format",
                        "csv",
                        "--source",
                        file,
                        "--out",
                        dir.toString(),
                        "--scaling",
                        "log"))
                .contains("but every value is finite and at least 0 where --scaling is log");
        assertThat(refused("prepare", "rectangles", "--out", dir.toString(), "--scaling", "minmax"))
                .contains("add --format");
        assertThat(dir.resolve("x")).doesNotExist();
    }
}
