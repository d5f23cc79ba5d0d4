package io.jointae.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.ScoringFixtures;
import io.jointae.testing.TestSessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackedAutoencoderTest {

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static StackedAutoencoder stage() {
        return new StackedAutoencoder()
                .setInputCol("pixels")
                .setOption("hidden", "6,4")
                .setOption("epochs", "20")
                .setOption("batch-size", "10")
                .setOption("noise", "0.1")
                .setOption("learning-rate", "0.01");
    }

    @Test
    void aPipelineTrainsByTheProjectsSchemeLowersTheCostAndRepeatsItself() {
        Dataset<Row> table = ScoringFixtures.table(spark, 80);
        PipelineModel fitted =
                new Pipeline().setStages(new PipelineStage[] {stage()}).fit(table);
        StackedAutoencoderModel model = (StackedAutoencoderModel) fitted.stages()[0];
        assertThat(model.trained().card().name()).isEqualTo("DAE-2J");
        assertThat(model.trained().card().data().train()).isEqualTo(80);
        var history = model.trained().card().history();
        assertThat(history).hasSize(20);
        assertThat(history.get(19).cost()).isLessThan(history.get(0).cost());
        assertThat(fitted.transform(table).head().getList(4)).hasSize(4);
        assertThat(stage().fit(table).trained().model().parameters())
                .isEqualTo(model.trained().model().parameters());
    }

    @Test
    void parametersAreSavedWithTheStageAndInvalidOnesAreRefusedByName(@TempDir Path dir) throws Exception {
        StackedAutoencoder stage = stage().setOption("scheme", "U")
                .setOption("initialWeights", "glorot")
                .setLayer(1);
        String path = dir.resolve("stage").toString();
        stage.save(path);
        StackedAutoencoder loaded = StackedAutoencoder.load(path);
        assertThat(loaded.uid()).isEqualTo(stage.uid());
        assertThat(loaded.explainParams()).isEqualTo(stage.explainParams()).contains("RMSProp");
        assertThat(loaded.getOrDefault(loaded.getParam("initialWeights"))).isEqualTo("glorot");
        Dataset<Row> table = ScoringFixtures.table(spark, 5);
        assertThatThrownBy(() -> stage().setOption("layer", "1"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "layer is not a training parameter: choose one of activation, averagingFrequency,");
        assertThatThrownBy(() -> stage().setOption("learningRate", "fast"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("learningRate fast is invalid: it must be a number greater than 0.");
        assertThatThrownBy(() -> stage().setOption("learning-rate", "-0.1").transformSchema(table.schema()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("learningRate -0.1 is invalid: ");
        assertThatThrownBy(() -> stage().fit(table.limit(0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("inputCol pixels has no vectors to train on: give a table with at least one row.");
        assertThatThrownBy(() -> stage().setOption("hidden", "3,4,5").transformSchema(table.schema()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("hidden has 3 values for 2 layers");
    }

    /** PySpark shows the message of an IllegalArgumentException as its own exception, so it must be the sentence itself. */
    @Test
    void anInvalidRowEndsFitWithASentenceThatNamesColumnRowAndRemedy() {
        Dataset<Row> table = ScoringFixtures.table(spark, 6).coalesce(1);
        Dataset<Row> outside = table.selectExpr("if(id = 4, transform(pixels, x -> float(3)), pixels) as pixels");
        assertThatThrownBy(() -> stage().fit(outside))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "column pixels: row 4 of partition 0 (both counted from 0) has 3.0 at index 0, but cross-entropy"
                                + " needs values in [0, 1]: correct the row, or set handleInvalid to skip.");
        Dataset<Row> shorter = table.selectExpr("if(id >= 2, slice(pixels, 1, 5), pixels) as pixels");
        assertThatThrownBy(() -> stage().fit(shorter))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "column pixels: row 2 of partition 0 (both counted from 0) has 5 values, not 12: correct the"
                                + " row, or set handleInvalid to skip.");
        assertThat(stage().setHandleInvalid("skip")
                        .fit(outside)
                        .trained()
                        .card()
                        .data()
                        .train())
                .isEqualTo(5);
    }

    @Test
    void outerOptimizersAreParametersThatHaveNoValueUntilTheyAreSet(@TempDir Path dir) throws Exception {
        StackedAutoencoder unset = stage();
        assertThat(unset.isDefined(unset.getParam("outerOptimizer"))).isFalse();
        StackedAutoencoder stage = stage().setOption("workers", "2")
                .setOption("averagingFrequency", "1")
                .setOption("outerOptimizer", "nesterov")
                .setOption("outer-momentum", "0.5")
                .setOption("learningRateRule", "sqrt");
        String path = dir.resolve("stage").toString();
        stage.save(path);
        Dataset<Row> table = ScoringFixtures.table(spark, 20);
        StackedAutoencoderModel model = StackedAutoencoder.load(path).fit(table);
        assertThat(model.trained().card().options())
                .containsEntry("outer-optimizer", "nesterov")
                .containsEntry("outer-learning-rate", "0.7")
                .containsEntry("outer-momentum", "0.5")
                .containsEntry("learning-rate-rule", "sqrt");
        assertThat(model.trained().model().parameters())
                .isEqualTo(stage.fit(table).trained().model().parameters());
        assertThatThrownBy(() -> stage.setOption("outerMomentum", "1").transformSchema(table.schema()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("outerMomentum 1.0 is invalid: it must be a number of at least 0 and less than 1.");
    }

    @Test
    void everythingThatIsKnownBeforeTrainingIsChecked() {
        StructType schema = ScoringFixtures.table(spark, 1).schema();
        assertThatThrownBy(() -> stage().setLayer(3).transformSchema(schema))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("layer 3 does not exist: choose 0 to 2.");
        assertThatThrownBy(() -> stage().setOutputCol("NAME").transformSchema(schema))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("outputCol NAME already exists in the table: choose another name.");
        // PySpark shows this type as its own IllegalArgumentException with the same message.
        assertThatThrownBy(() -> stage().setInputCol("day").transformSchema(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inputCol day is int: choose a column of array<float>");
        assertThatThrownBy(() -> stage().setBatchSize(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** PySpark finds a stage's Python class by the full name of its Java class, and calls these. */
    @Test
    void thePySparkStagesHaveTheNamesOfTheJavaStages() throws Exception {
        assertThat(Files.readString(Path.of("../deploy/python/src/jointae/stages.py")))
                .contains("class " + StackedAutoencoder.class.getSimpleName() + "(")
                .contains("class " + StackedAutoencoderModel.class.getSimpleName() + "(");
        assertThat(Files.readString(Path.of("../deploy/python/src/jointae/_jvm.py")))
                .contains("PACKAGE = \""
                        + StackedAutoencoder.class.getPackageName().replace(".ml", "") + '"');
        String typed = Files.readString(Path.of("../deploy/python/src/jointae/_params.py"));
        for (Param<?> param : new StackedAutoencoder().params()) {
            assertThat(typed)
                    .as("run deploy/python/generate_params.py to write %s", param.name())
                    .contains("    " + param.name() + ": Param[");
        }
        for (Class<?> stage : List.of(StackedAutoencoder.class, StackedAutoencoderModel.class)) {
            assertThat(stage.getMethod("read").getReturnType()).isEqualTo(MLReader.class);
        }
        assertThat(StackedAutoencoder.class
                        .getConstructor(String.class)
                        .newInstance("a")
                        .uid())
                .isEqualTo("a");
    }
}
