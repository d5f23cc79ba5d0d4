package io.jointae.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.ScoringFixtures;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that version 0.1 saved, when the stages were in the package {@code io.jointae.score}. */
class SavedPipelineTest {

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(SavedPipelineTest.class.getResource(name).toURI());
    }

    private static Object value(StackedAutoencoder stage, String param) {
        return stage.getOrDefault((Param<?>) stage.getParam(param));
    }

    @Test
    void anEstimatorOf01OpensWithItsParameters() throws Exception {
        Pipeline pipeline = Pipeline.load(resource("pipeline-0.1").toString());
        StackedAutoencoder stage = (StackedAutoencoder) pipeline.getStages()[0];
        assertThat(stage.uid()).isEqualTo("stackedAutoencoder_a387e4d557af");
        assertThat(List.of(stage.getInputCol(), stage.getOutputCol(), stage.getLayer(), stage.getHandleInvalid()))
                .containsExactly("pixels", "code", 1, "skip");
        assertThat(List.of(
                        value(stage, "hidden"),
                        value(stage, "epochs"),
                        value(stage, "trainingBatchSize"),
                        value(stage, "noise"),
                        value(stage, "learningRate"),
                        value(stage, "seed"),
                        value(stage, "optimizerState")))
                .containsExactly("6,4", 3, 10, "0.1", 0.01, 7L, "keep");
        // Several workers of that version averaged plainly, once per epoch.
        assertThat(List.of(value(stage, "outerOptimizer"), value(stage, "averagingFrequency")))
                .containsExactly("average", 0);
    }

    @Test
    void aModelOf01OpensWithItsParametersAndGivesTheSameCodes(@TempDir Path dir) throws Exception {
        PipelineModel loaded = PipelineModel.load(resource("pipeline-model-0.1").toString());
        StackedAutoencoderModel stage = (StackedAutoencoderModel) loaded.stages()[0];
        assertThat(ModelDirectory.hash(stage.trained().model().parameters()))
                .isEqualTo("568137db7e6bb61224c9028d47e765d38fa538b0192b2f3298569cceef502d17");
        assertCodes(loaded);
        String again = dir.resolve("again").toString();
        loaded.save(again);
        assertCodes(PipelineModel.load(again));
    }

    /** Compares codes with those that version 0.1 computed: each line has a row's id and its code. */
    private static void assertCodes(PipelineModel pipeline) throws IOException, URISyntaxException {
        List<Row> rows = pipeline.transform(ScoringFixtures.table(spark, 5))
                .orderBy("id")
                .select("code")
                .collectAsList();
        List<String> saved = Files.readAllLines(resource("pipeline-model-0.1-codes.txt"));
        assertThat(rows).hasSameSizeAs(saved);
        for (int id = 0; id < rows.size(); id++) {
            double[] line = Arrays.stream(saved.get(id).split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertThat(ScoringFixtures.doubles(rows.get(id).getList(0)))
                    .containsExactly(Arrays.copyOfRange(line, 1, line.length), within(1e-6));
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void theOldClassNamesLoadSingleStages() throws Exception {
        Path pipeline = resource("pipeline-0.1/stages/0_stackedAutoencoder_a387e4d557af");
        Path model = resource("pipeline-model-0.1/stages/0_stackedAutoencoder_a387e4d557af");
        assertThat(io.jointae.score.StackedAutoencoder.load(pipeline.toString()).getLayer())
                .isEqualTo(1);
        assertThat(io.jointae.score.StackedAutoencoderModel.load(model.toString())
                        .getLayer())
                .isEqualTo(1);
    }

    @Test
    void aStageIsNotLoadedAsAnotherOne() throws Exception {
        Path model = resource("pipeline-model-0.1/stages/0_stackedAutoencoder_a387e4d557af");
        assertThatThrownBy(() -> StackedAutoencoder.load(model.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "%s holds a stage of class io.jointae.score.StackedAutoencoderModel, not StackedAutoencoder:"
                                + " load it with its own class.",
                        model);
    }
}
