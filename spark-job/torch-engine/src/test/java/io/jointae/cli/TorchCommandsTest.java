package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that take an engine, with {@code torch-cpu}. */
class TorchCommandsTest {

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static String data;
    private static String model;

    @BeforeAll
    static void train() throws IOException {
        spark = TestSessions.local();
        data = DatasetBuilder.bars().test(30).width(16).write(spark, folder);
        model = folder.resolve("model").toString();
        assertThat(run(trainWith("torch-cpu", model))).isEmpty();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static String[] trainWith(String engine, String target) {
        return ("train --data " + data + " --model " + target + " --engine " + engine
                        + " --scheme UJ --kind dae,cae --hidden 8 --epochs 3 --batch-size 10 --learning-rate 0.01")
                .split(" ");
    }

    /** Returns the error message of a command that was refused; empty if it succeeded. */
    private static String run(String... words) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), words);
        return status == 0 ? "" : errors.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theModelCardStatesTheEngineAndTheParametersAreThoseOfNd4jWithinRounding() throws IOException {
        String other = folder.resolve("nd4j").toString();
        assertThat(run(trainWith("nd4j", other))).isEmpty();
        ModelDirectory torch = ModelDirectory.read(new Configuration(), model);
        ModelDirectory nd4j = ModelDirectory.read(new Configuration(), other);
        ModelCard card = torch.card();
        assertThat(card.options()).containsEntry("engine", "torch-cpu");
        assertThat(nd4j.card().options()).doesNotContainKey("engine");
        assertThat(torch.model().parameters()).containsExactly(nd4j.model().parameters(), within(5e-3f));
    }

    @Test
    void scoresAreThoseOfNd4jWithinRounding() {
        List<float[]> features = new ArrayList<>();
        for (String engine : List.of("torch-cpu", "nd4j")) {
            String output = folder.resolve("scores-" + engine).toString();
            assertThat(run(("score --model " + model + " --input " + data + "/split=test --column pixels --output "
                                    + output + " --reconstruction-error --engine " + engine)
                            .split(" ")))
                    .isEmpty();
            List<Row> rows = spark.read().parquet(output).orderBy("id").collectAsList();
            assertThat(rows).hasSize(30);
            float[] all = new float[30 * 9];
            for (int i = 0; i < 30; i++) {
                List<Float> codes = rows.get(i).getList(rows.get(i).fieldIndex("features"));
                for (int k = 0; k < 8; k++) {
                    all[i * 9 + k] = codes.get(k);
                }
                all[i * 9 + 8] = ((Number) rows.get(i).getAs("reconstruction_error")).floatValue();
            }
            features.add(all);
        }
        assertThat(features.get(0)).containsExactly(features.get(1), within(1e-4f));
    }

    /** A tolerance is relative to the value. A ranking of 30 rows also changes where two costs are equal but for rounding. */
    @ParameterizedTest
    @CsvSource({
        "svm --svm-c 1, 1e-4",
        "reconstruct, 1e-4",
        "rank, 1e-4",
        "probe --labels 100 --probe-c 1, 1e-4",
        "neighbors --labels 100 --k 1, 1e-4",
        "anomaly --anomalous-labels 1 --resamples 10, 0.02",
        "parzen --count 40 --chains 4 --widths 0.5, 1e-4",
        "finetune --learning-rate 0.5 --epochs 4 --batch-size 10, 1e-4"
    })
    void evaluationsAreThoseOfNd4jWithinRoundingAndTheirCellsStateTheEngine(String command, double tolerance)
            throws IOException {
        List<JsonNode> torch = evaluated(command, "torch-cpu");
        List<JsonNode> nd4j = evaluated(command, "nd4j");
        assertThat(torch).isNotEmpty().hasSameSizeAs(nd4j);
        for (int i = 0; i < torch.size(); i++) {
            double expected = nd4j.get(i).get("value").asDouble();
            assertThat(torch.get(i).get("value").asDouble())
                    .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
            assertThat(torch.get(i).at("/hyperparameters/evaluation-engine").asText())
                    .isEqualTo("torch-cpu");
            assertThat(nd4j.get(i).at("/hyperparameters/evaluation-engine").isMissingNode())
                    .isTrue();
        }
    }

    /** Two workers average after each epoch. The network of the best epoch is that of ND4J within rounding. */
    @Test
    void fineTuningWithTwoWorkersIsThatOfNd4jWithinRounding() throws IOException {
        List<float[]> parameters = new ArrayList<>();
        for (String engine : List.of("torch-cpu", "nd4j")) {
            String out = folder.resolve("two-workers-" + engine).toString();
            assertThat(run(("finetune --model " + model + " --data " + data + " --out " + out + " --engine " + engine
                                    + " --workers 2 --averaging-frequency 0 --optimizer rmsprop --learning-rate 0.01 --epochs 3")
                            .split(" ")))
                    .isEmpty();
            parameters.add(ModelSerializer.restoreMultiLayerNetwork(out + "/finetune-1.zip", false)
                    .params()
                    .toFloatVector());
        }
        assertThat(parameters.get(0)).containsExactly(parameters.get(1), within(2e-3f));
    }

    private static List<JsonNode> evaluated(String command, String engine) throws IOException {
        String out = folder.resolve(command.split(" ")[0] + "-" + engine).toString();
        assertThat(run((command + " --model " + model + " --data " + data + " --out " + out + " --engine " + engine)
                        .split(" ")))
                .isEmpty();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(out, command.split(" ")[0] + ".jsonl"))) {
            rows.add(new ObjectMapper().readTree(line));
        }
        return rows;
    }

    @Test
    void cudaIsRefusedWhereItIsMissingAndNothingIsWritten() {
        Path refused = folder.resolve("cuda");

        assertThat(run(trainWith("torch-cuda", refused.toString())))
                .contains("Engine torch-cuda needs pytorch-linux-x86_64-gpu.jar")
                .doesNotContain("Exception");
        assertThat(refused).doesNotExist();
    }
}
