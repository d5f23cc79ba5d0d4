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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The files in {@code finetuning-0.1} were written by version 0.1, whose command {@code finetune} trained with DL4J's own
 * layers: a dataset, a model, and the fine-tuned network of each optimizer after 19 and 23 epochs. One worker must choose
 * the same rate and epoch and find the same errors. Products are rounded differently, so that the parameters are compared
 * with a tolerance; RMSProp makes differences larger.
 */
class StoredFinetuningTest {

    /** Returns the largest difference of a parameter. RMSProp divides by small gradients and so makes rounding larger. */
    private static double tolerance(FinetuneOptimizer optimizer) {
        return optimizer == FinetuneOptimizer.SGD ? 1e-4 : 1e-3;
    }

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
        assertThat(parameters).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) parameters[i])
                    .as("parameter %d", i)
                    .isCloseTo(expected[i], within(tolerance(optimizer)));
        }
    }

    private static float[] parameters(Path network) throws IOException {
        return ModelSerializer.restoreMultiLayerNetwork(network.toFile(), false)
                .params()
                .toFloatVector();
    }
}
