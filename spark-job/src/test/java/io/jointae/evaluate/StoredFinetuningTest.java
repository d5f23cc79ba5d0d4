package io.jointae.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jointae.data.PreparedDataset;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.finetune.FinetuneOptimizer;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultRow;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The files in {@code finetuning-0.1} were written by version 0.1, whose command {@code finetune} trained all rows in one
 * task: a dataset, a model, and the fine-tuned network of each optimizer after 19 and 23 epochs. One worker must give the same bits. Processors round differently, so that on others than the one that
 * wrote the files the numbers are compared with a tolerance.
 */
class StoredFinetuningTest {

    private static final double TOLERANCE = 1e-4;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Path stored(String name) throws URISyntaxException {
        return Path.of(StoredFinetuningTest.class.getResource("finetuning-0.1").toURI())
                .resolve(name);
    }

    @ParameterizedTest
    @EnumSource(FinetuneOptimizer.class)
    void oneWorkerGivesTheNumbersOfTheFirstVersion(FinetuneOptimizer optimizer) throws Exception {
        List<Double> rates = optimizer == FinetuneOptimizer.SGD ? List.of(0.2, 1.0) : List.of(0.002, 0.005);
        FinetuneOptions options = new FinetuneOptions(optimizer, rates, 20, 25, 25, 5);
        FinetuneOutcome tuned;
        try (EvaluationCache cache = EvaluationCache.single(spark)) {
            tuned = new FinetuneEvaluation(options)
                    .evaluate(
                            new ModelOnDataset(
                                    ModelDirectory.read(
                                            new Configuration(), stored("model").toString()),
                                    PreparedDataset.open(
                                            spark, stored("rectangles").toString())),
                            cache);
        }

        List<String> lines = Files.readAllLines(stored(optimizer.cliName() + "/finetune.jsonl"));
        assertThat(lines).hasSameSizeAs(tuned.rows());
        for (int i = 0; i < lines.size(); i++) {
            JsonNode expected = new ObjectMapper().readTree(lines.get(i));
            ResultRow row = tuned.rows().get(i);
            assertThat(row.cell().split().id()).isEqualTo(expected.path("split").asText());
            assertThat(row.value()).isEqualTo(expected.path("value").asDouble());
            JsonNode chosen = expected.path("hyperparameters");
            assertThat(tuned.learningRate())
                    .isEqualTo(chosen.path("finetune-best-learning-rate").asDouble());
            assertThat(tuned.bestEpoch())
                    .isEqualTo(chosen.path("finetune-best-epoch").asInt());
        }
        float[] expected = parameters(stored(optimizer.cliName() + "/finetune-1.zip"));
        float[] parameters = tuned.network().network().params().toFloatVector();
        if (arithmetic().equals(Files.readString(stored("arithmetic")).strip())) {
            assertThat(parameters).isEqualTo(expected);
        } else {
            assertThat(parameters).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) parameters[i]).as("parameter %d", i).isCloseTo(expected[i], within(TOLERANCE));
            }
        }
    }

    private static float[] parameters(Path network) throws IOException {
        return ModelSerializer.restoreMultiLayerNetwork(network.toFile(), false)
                .params()
                .toFloatVector();
    }

    /** Returns the hash of numbers whose last bits depend on the processor: products, exponential functions and sums. */
    private static String arithmetic() throws Exception {
        INDArray a = waves(64, 100);
        INDArray b = waves(100, 48);
        float[] values = Transforms.softmax(Transforms.sigmoid(a.mmul(b), false), false)
                .dup('c')
                .data()
                .asFloat();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }

    private static INDArray waves(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) StrictMath.sin(i);
        }
        return Nd4j.createFromArray(values).reshape(rows, columns);
    }
}
