package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.feature.ScalingKind;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.TestSessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The divisor of {@code prepare --scale} is a part of the model, so that {@code score} takes the numbers as the files have them. */
class DividedDataCommandsTest {

    private static final Configuration CONF = new Configuration();
    private static final int MAXIMUM = 100;

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    @BeforeAll
    static void prepareAndTrain() throws Exception {
        spark = TestSessions.local();
        List<int[]> rows = IntStream.range(0, 60)
                .mapToObj(i -> new int[] {i % 7 * 14, i % 11 * 10, 100 - i})
                .toList();
        Files.write(
                dir.resolve("whole.csv"),
                rows.stream().map(row -> row[0] + "," + row[1] + "," + row[2]).toList());
        Files.write(
                dir.resolve("shares.csv"),
                rows.stream()
                        .map(row -> row[0] / 100f + "," + row[1] / 100f + "," + row[2] / 100f)
                        .toList());
        prepareAndTrain("whole", "--scale=" + MAXIMUM);
        prepareAndTrain("shares");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void prepareAndTrain(String name, String... options) {
        done(
                List.of(options),
                "prepare",
                name,
                "--format=csv",
                "--source=" + dir.resolve(name + ".csv"),
                "--out=" + dir.resolve("data"));
        done(
                List.of(),
                "train",
                "--data=" + dir.resolve("data").resolve(name),
                "--model=" + model(name),
                "--hidden=4",
                "--epochs=2",
                "--batch-size=10");
    }

    private static void done(List<String> more, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(more);
        assertThat(Jointae.run(System.err, all.toArray(String[]::new))).isZero();
    }

    private static String model(String name) {
        return dir.resolve("model-" + name).toString();
    }

    @Test
    void theModelHasTheDivisorAndTheParametersOfTheSameRowsInTheUnitInterval() throws Exception {
        Manifest manifest = PreparedDataset.open(
                        spark, dir.resolve("data/whole").toString())
                .manifest();
        assertThat(manifest.scaling().kind()).isEqualTo(ScalingKind.MINMAX);
        assertThat(manifest.scaling().offsets()).containsExactly(0, 0, 0);
        assertThat(manifest.scaling().spreads()).containsExactly(MAXIMUM, MAXIMUM, MAXIMUM);
        ModelDirectory whole = ModelDirectory.read(CONF, model("whole"));
        ModelDirectory shares = ModelDirectory.read(CONF, model("shares"));
        assertThat(whole.card().scaling()).isEqualTo(manifest.scaling());
        assertThat(shares.card().scaling().isNone()).isTrue();
        assertThat(whole.model().parameters()).isEqualTo(shares.model().parameters());
    }

    @Test
    void scoreDividesTheNumbersOfNewRows() {
        assertThat(scored("whole", "array(id % 50 * 2f, 70f, 0f)"))
                .hasSize(50)
                .isEqualTo(scored("shares", "array(float(id % 50 * 2f / 100f), float(70f / 100f), 0f)"));
    }

    private static List<Row> scored(String name, String pixels) {
        String input = dir.resolve("input-" + name).toString();
        String output = dir.resolve("output-" + name).toString();
        spark.range(50)
                .selectExpr("id", "transform(" + pixels + ", x -> float(x)) as pixels")
                .write()
                .parquet(input);
        done(List.of(), "score", "--model=" + model(name), "--input=" + input, "--column=pixels", "--output=" + output);
        return spark.read()
                .parquet(output)
                .select("id", "features")
                .orderBy("id")
                .collectAsList();
    }
}
