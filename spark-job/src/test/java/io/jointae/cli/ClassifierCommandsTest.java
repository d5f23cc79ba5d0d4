package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.ml.StackedClassifierModel;
import io.jointae.model.tuned.ClassifierDirectory;
import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A classifier that finetune writes gives the same probabilities in score, as a Spark ML stage and in DL4J. */
class ClassifierCommandsTest {

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    private static String data;
    private static String model;
    private static String classifier;

    @BeforeAll
    static void finetune() {
        spark = TestSessions.local();
        data = dir.resolve("rectangles").toString();
        model = dir.resolve("model").toString();
        classifier = dir.resolve("tuned/classifier-1").toString();
        assertThat(run("prepare", "rectangles", "--out", dir.toString(), "--counts", "60,20,40"))
                .isEmpty();
        assertThat(run("train", "--data", data, "--model", model, "--layers", "2", "--hidden", "12", "--epochs", "1"))
                .isEmpty();
        assertThat(run(
                        "finetune",
                        "--model",
                        model,
                        "--data",
                        data,
                        "--epochs",
                        "3",
                        "--learning-rate",
                        "1",
                        "--out",
                        dir.resolve("tuned").toString()))
                .isEmpty();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Returns the message of a command that fails with exit status 2; empty for one that succeeds. */
    private static String run(String... args) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), args);
        String message = errors.toString(StandardCharsets.UTF_8);
        assertThat(status).as(message).isEqualTo(message.isEmpty() ? 0 : 2);
        return message;
    }

    private static float[] outputs(String zip, List<Row> rows) throws IOException {
        MultiLayerNetwork network = MultiLayerNetwork.load(new File(zip), false);
        float[][] pixels = new float[rows.size()][];
        for (int i = 0; i < pixels.length; i++) {
            List<Float> values = rows.get(i).getList(rows.get(i).fieldIndex("pixels"));
            pixels[i] = new float[values.size()];
            for (int j = 0; j < pixels[i].length; j++) {
                pixels[i][j] = values.get(j);
            }
        }
        INDArray output = network.output(Nd4j.create(pixels), false);
        return output.dup('c').data().asFloat();
    }

    @Test
    void scoreWritesTheClassesAndProbabilitiesOfDl4j() throws IOException {
        String scored = dir.resolve("scored").toString();
        assertThat(run("score", "--model", classifier, "--input", data, "--column", "pixels", "--output", scored))
                .isEmpty();
        List<Row> rows =
                spark.read().parquet(data + "/split=test").orderBy("id").collectAsList();
        float[] expected = outputs(classifier + "/" + ClassifierDirectory.NETWORK, rows);
        assertThat(outputs(dir.resolve("tuned/finetune-1.zip").toString(), rows))
                .isEqualTo(expected);
        Dataset<Row> test = spark.read().parquet(scored).where("split = 'test'").orderBy("id");
        assertThat(test.columns())
                .contains("id", "label", "class", "probabilities")
                .doesNotContain("features", "pixels");
        List<Row> found = test.collectAsList();
        assertThat(found).hasSize(40);
        for (int i = 0; i < found.size(); i++) {
            List<Float> probabilities = found.get(i).getList(found.get(i).fieldIndex("probabilities"));
            assertThat(probabilities).hasSize(2);
            assertThat(probabilities.get(0)).isCloseTo(expected[2 * i], within(1e-5f));
            assertThat(probabilities.get(0) + probabilities.get(1)).isCloseTo(1, within(1e-6f));
            int larger = probabilities.get(1) > probabilities.get(0) ? 1 : 0;
            assertThat(found.get(i).<Integer>getAs("class")).isEqualTo(larger);
        }
    }

    @Test
    void theStageClassifiesInASavedPipelineAndSparksEvaluatorTakesIt() throws IOException {
        StackedClassifierModel stage =
                StackedClassifierModel.fromDirectory(spark, classifier).setInputCol("pixels");
        assertThat(stage.numClasses()).isEqualTo(2);
        Dataset<Row> test = spark.read().parquet(data + "/split=test");
        String saved = dir.resolve("pipeline").toString();
        new Pipeline().setStages(new PipelineStage[] {stage}).fit(test).save(saved);
        Dataset<Row> classified = PipelineModel.load(saved).transform(test).orderBy("id");
        assertThat(classified.columns()).containsExactly("id", "label", "pixels", "probability", "prediction");
        List<Row> rows = classified.collectAsList();
        float[] expected = outputs(classifier + "/" + ClassifierDirectory.NETWORK, rows);
        int right = 0;
        for (int i = 0; i < rows.size(); i++) {
            Vector probability = rows.get(i).getAs("probability");
            assertThat(probability.apply(0)).isCloseTo(expected[2 * i], within(1e-5));
            assertThat(rows.get(i).<Double>getAs("prediction")).isEqualTo(probability.argmax());
            right += rows.get(i).<Double>getAs("prediction").intValue()
                            == rows.get(i).<Integer>getAs("label")
                    ? 1
                    : 0;
        }
        double accuracy = new MulticlassClassificationEvaluator()
                .setMetricName("accuracy")
                .evaluate(classified.withColumn("label", classified.col("label").cast("double")));
        assertThat(accuracy).isCloseTo(right / 40.0, within(1e-12));
    }

    @Test
    void rowsThatCannotBeClassifiedAreKeptWithNulls() throws IOException {
        StackedClassifierModel stage = StackedClassifierModel.fromDirectory(spark, classifier)
                .setInputCol("pixels")
                .setHandleInvalid("keep");
        Dataset<Row> rows = spark.sql("select 1 as id, cast(null as array<float>) as pixels");
        Row row = stage.transform(rows).first();
        assertThat(row.isNullAt(row.fieldIndex("probability"))).isTrue();
        assertThat(row.isNullAt(row.fieldIndex("prediction"))).isTrue();
        assertThatThrownBy(() -> stage.setPredictionCol("ID").transform(rows))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("ID already exists");
    }

    @Test
    void theCardStatesTheOptionsOfTrainingAndFineTuning() throws IOException {
        ClassifierDirectory read = ClassifierDirectory.read(new Configuration(), classifier);
        assertThat(read.card().options()).containsKeys("noise", "finetune-best-epoch");
        assertThat(read.classifier().classes()).isEqualTo(2);
    }

    @Test
    void optionsThatAClassifierHasNotAndMixedFilesAreRefused() throws IOException {
        String out = dir.resolve("refused").toString();
        assertThat(run("score", "--model", classifier, "--input", data, "--output", out, "--layer", "1"))
                .contains("is a classifier")
                .contains("--layer");
        assertThat(run("svm", "--model", classifier, "--data", data)).contains("is not a model");
        Path mixed = dir.resolve("mixed");
        Files.createDirectories(mixed);
        Files.copy(Path.of(classifier, ClassifierDirectory.NETWORK), mixed.resolve(ClassifierDirectory.NETWORK));
        Files.copy(Path.of(model, "model.json"), mixed.resolve("model.json"));
        assertThat(run("score", "--model", mixed.toString(), "--input", data, "--output", out))
                .contains("do not belong together");
        assertThat(run(
                        "finetune",
                        "--model",
                        model,
                        "--data",
                        data,
                        "--epochs",
                        "1",
                        "--out",
                        dir.resolve("tuned").toString()))
                .contains("exists");
        assertThat(Path.of(out)).doesNotExist();
    }
}
