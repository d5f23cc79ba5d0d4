package io.jointae.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.feature.ColumnFeature;
import io.jointae.testing.TestSessions;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator assembles columns of numbers and categories, and its model reads the same columns of other tables. */
class TableStageTest {

    private static SparkSession spark;
    private static StackedAutoencoderModel model;

    @TempDir
    private Path dir;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        model = stage().fit(people());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Dataset<Row> people() {
        return spark.range(60)
                .selectExpr(
                        "id",
                        "if(id % 10 = 3, null, 20 + id % 9) as age",
                        "element_at(array('Rome', 'Oslo', 'Bonn'), int(id % 3) + 1) as city",
                        "150f + id % 7 as height");
    }

    private static StackedAutoencoder stage() {
        return new StackedAutoencoder()
                .setFeatures("age", "height", "city")
                .setCategorical("city")
                .setScaling("minmax")
                .setOutputType("vector")
                .setOption("missing", "mean")
                .setOption("layers", "1")
                .setOption("hidden", "3")
                .setOption("epochs", "1");
    }

    private static List<Row> codes(Dataset<Row> encoded) {
        return encoded.select("id", "features").orderBy("id").collectAsList();
    }

    @Test
    void columnsAreImputedDividedIntoCategoriesAndScaledAndTheModelKeepsThem() {
        List<ColumnFeature> columns = model.trained().card().data().features().columns();
        assertThat(columns).extracting(ColumnFeature::column).containsExactly("age", "height", "city");
        assertThat(columns.get(0).missingNumber()).isBetween(23.0, 25.0);
        assertThat(columns.get(2).categories()).containsExactly("Bonn", "Oslo", "Rome");
        assertThat(model.trained().model().architecture().inputs()).isEqualTo(5);
        assertThat(codes(model.transform(people()))).hasSize(60);
        // The order of the columns in the table, and their types, do not matter.
        Dataset<Row> other = people().selectExpr("city", "double(height) as height", "id", "int(age) as age");
        assertThat(codes(model.transform(other))).isEqualTo(codes(model.transform(people())));
    }

    @Test
    void assembledColumnsGiveTheCodesOfTheSameVectors() {
        float mean = model.trained()
                .card()
                .data()
                .features()
                .columns()
                .get(0)
                .missingNumber()
                .floatValue();
        Dataset<Row> vectors = people().selectExpr(
                        "id",
                        "array(float(coalesce(age, " + mean + ")), height, float(city = 'Bonn'), float(city = 'Oslo'),"
                                + " float(city = 'Rome')) as v");
        StackedAutoencoderModel ofVectors =
                StackedAutoencoderModel.of(model.trained()).setInputCol("v").setOutputType("vector");
        assertThat(codes(ofVectors.transform(vectors))).isEqualTo(codes(model.transform(people())));
    }

    @Test
    void aSavedPipelineReadsTheColumnsAgain() throws Exception {
        Normalizer normalizer = new Normalizer().setInputCol("features").setOutputCol("unit");
        PipelineModel fitted = new Pipeline()
                .setStages(new PipelineStage[] {stage(), normalizer})
                .fit(people());
        String path = dir.resolve("pipeline").toString();
        fitted.save(path);
        assertThat(codes(PipelineModel.load(path).transform(people()))).isEqualTo(codes(fitted.transform(people())));
        String estimator = dir.resolve("estimator").toString();
        stage().save(estimator);
        assertThat(codes(StackedAutoencoder.load(estimator).fit(people()).transform(people())))
                .isEqualTo(codes(model.transform(people())));
    }

    @Test
    void rowsAndTablesThatDoNotFitAreRefusedInOneSentence() {
        assertThatThrownBy(() -> model.transform(people().drop("height")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "the table has no column height, which the model reads: add it to the columns [id, age, city].");
        Dataset<Row> unseen = people().selectExpr("id", "age", "if(id = 7, 'Paris', city) as city", "height")
                .coalesce(1);
        assertThatThrownBy(() -> model.transform(unseen).collectAsList())
                .rootCause()
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "the table: row 7 of partition 0 (both counted from 0) has the category 'Paris' in column city,"
                                + " which no training row has: correct the row, or set handleInvalid to skip.");
        assertThat(codes(model.copy(new org.apache.spark.ml.param.ParamMap())
                        .setHandleInvalid("skip")
                        .transform(unseen)))
                .hasSize(59);
        assertThatThrownBy(() -> stage().setOption("missing", "refuse").fit(people()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has no number in column age: correct the row, or set handleInvalid to skip.");
        assertThatThrownBy(() -> stage().setInputCol("age").fit(people()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "inputCol and features are both set: name one column of vectors, or the columns of a table.");
        assertThatThrownBy(() -> new StackedAutoencoder().fit(people()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("inputCol is not set: name the column of input vectors.");
        assertThatThrownBy(() -> stage().setOption("missing", "zero").fit(people()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("missing zero is unknown: choose refuse, mean or median.");
    }
}
