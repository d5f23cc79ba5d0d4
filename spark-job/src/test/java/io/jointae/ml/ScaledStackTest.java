package io.jointae.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.feature.ScalingKind;
import io.jointae.stack.Activation;
import io.jointae.stack.Loss;
import io.jointae.testing.TestSessions;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator measures the scaling of a table, and its model applies it, also after it was saved. */
class ScaledStackTest {

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Dataset<Row> table() {
        return spark.range(60).selectExpr("id", "array(1000f + 10 * id, float(id % 5) - 2, float(id % 3)) as reading");
    }

    private static StackedAutoencoder stage() {
        return new StackedAutoencoder()
                .setInputCol("reading")
                .setOption("layers", "1")
                .setOption("hidden", "3")
                .setOption("epochs", "3")
                .setOption("batch-size", "10");
    }

    @Test
    void aModelScalesItsInputsAlsoAfterItWasSaved(@TempDir Path dir) throws Exception {
        StackedAutoencoderModel model =
                stage().setScaling("standardize").setOption("clip", "1.5").fit(table());
        assertThat(model.trained().card().scaling().kind()).isEqualTo(ScalingKind.STANDARDIZE);
        assertThat(model.trained().card().scaling().clip()).isEqualTo(1.5);
        assertThat(model.trained().model().architecture().loss()).isEqualTo(Loss.SQUARED_ERROR);
        assertThat(model.trained().model().architecture().output()).isEqualTo(Activation.IDENTITY);
        List<Row> codes = model.transform(table()).orderBy("id").collectAsList();
        assertThat(codes.get(0).getList(2)).isNotEqualTo(codes.get(59).getList(2));
        model.save(dir.resolve("model").toString());
        StackedAutoencoderModel loaded =
                StackedAutoencoderModel.load(dir.resolve("model").toString());
        assertThat(loaded.transform(table()).orderBy("id").collectAsList()).isEqualTo(codes);
    }

    @Test
    void theSameRowsInOtherUnitsGiveTheSameModel() {
        Dataset<Row> scaled = table().selectExpr("id", "transform(reading, x -> float(4 * x)) as reading");
        float[] parameters =
                stage().setScaling("minmax").fit(table()).trained().model().parameters();
        assertThat(stage().setScaling("minmax").fit(scaled).trained().model().parameters())
                .isEqualTo(parameters);
    }

    @Test
    void tablesAndParametersThatCannotWorkAreRefusedByName() {
        assertThatThrownBy(() -> stage().fit(table()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cross-entropy needs values in [0, 1]");
        assertThatThrownBy(() -> stage().setScaling("log").fit(table()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has -2.0 at index 1, but the scaling log needs values of at least 0");
        assertThatThrownBy(() -> stage().setScaling("standardize")
                        .setOption("outputActivation", "tanh")
                        .fit(table()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("outputActivation tanh is invalid for standardized data");
        assertThatThrownBy(() -> stage().setScaling("standardize")
                        .setOption("loss", "cross-entropy")
                        .fit(table()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("loss cross-entropy is invalid for standardized data");
        Dataset<Row> constant = spark.range(20).selectExpr("array(float(id), 5f) as reading");
        assertThatThrownBy(() -> stage().setScaling("minmax").fit(constant))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("column reading: value 2 of a vector has the value 5.0 in every training row");
        assertThat(stage().setScaling("minmax")
                        .setOption("keep-constant", "true")
                        .fit(constant)
                        .trained()
                        .card()
                        .scaling()
                        .spreads())
                .containsExactly(19, 0);
    }
}
