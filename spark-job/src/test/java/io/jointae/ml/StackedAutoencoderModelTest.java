package io.jointae.ml;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.ScoringFixtures;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.TestSessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackedAutoencoderModelTest {

    private static final double TOLERANCE = 1e-5;

    private static SparkSession spark;
    private final ModelDirectory trained = ScoringFixtures.model();

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private StackedAutoencoderModel stage() {
        return StackedAutoencoderModel.of(trained).setInputCol("pixels");
    }

    private void assertCodes(Dataset<Row> scored, int rows, int layer) {
        List<Row> all = scored.select("id", "features").collectAsList();
        assertThat(all).hasSize(rows);
        assertThat(all.stream().map(row -> row.getLong(0)).distinct()).hasSize(rows);
        for (Row row : all) {
            double[] wanted = ScoringFixtures.code(
                    trained.model(), ScoringFixtures.pixels(row.getLong(0), ScoringFixtures.INPUTS), layer);
            assertThat(ScoringFixtures.doubles(row.<Float>getList(1))).containsExactly(wanted, within(TOLERANCE));
        }
    }

    @Test
    void everyLayerIsThatOfAPlainDoublePassWhateverPartitionsAndBatches() {
        Dataset<Row> table = ScoringFixtures.table(spark, 103);
        for (int layer = 1; layer <= 3; layer++) {
            for (int partitions : new int[] {1, 7, 120}) {
                for (int batch : new int[] {1, 10, 4096}) {
                    assertCodes(
                            stage().setLayer(layer).setBatchSize(batch).transform(table.repartition(partitions)),
                            103,
                            layer);
                }
            }
        }
    }

    @Test
    void thePapersWidthKeepsTheTolerance() {
        ModelDirectory wide = ScoringFixtures.model(784, 1000, 1000);
        List<Row> rows = new ArrayList<>();
        for (long id = 0; id < 40; id++) {
            rows.add(ScoringFixtures.row(id, ScoringFixtures.boxed(ScoringFixtures.pixels(id, 784))));
        }
        Dataset<Row> table = spark.createDataFrame(rows, ScoringFixtures.SCHEMA);
        for (int layer = 1; layer <= 2; layer++) {
            for (Row row : StackedAutoencoderModel.of(wide)
                    .setInputCol("pixels")
                    .setLayer(layer)
                    .setBatchSize(16)
                    .transform(table)
                    .collectAsList()) {
                double[] wanted = ScoringFixtures.code(
                        wide.model(), ScoringFixtures.pixels(row.getLong(row.fieldIndex("id")), 784), layer);
                assertThat(ScoringFixtures.doubles(row.<Float>getList(row.fieldIndex("features"))))
                        .containsExactly(wanted, within(TOLERANCE));
            }
        }
    }

    @Test
    void doublesAndVectorsGiveTheSameFeatures() {
        Dataset<Row> table = ScoringFixtures.table(spark, 20);
        Column doubles = col("pixels").cast(DataTypes.createArrayType(DataTypes.DoubleType));
        assertCodes(stage().transform(table.withColumn("pixels", doubles)), 20, 3);
        assertCodes(stage().transform(table.withColumn("pixels", functions.array_to_vector(doubles))), 20, 3);
    }

    @Test
    void otherColumnsAndTheInputComeThroughUnchangedAndInOrder() {
        Dataset<Row> table = ScoringFixtures.table(spark, 30)
                .withColumn("v", functions.array_to_vector(col("pixels")))
                .withColumn("tags", array(col("name"), lit(null)))
                .withColumn("a.b `c", col("day").cast("decimal(9,2)"))
                .withColumn("when", lit("2026-01-02 03:04:05").cast("timestamp"));
        Dataset<Row> scored = stage().transform(table);
        assertThat(scored.schema().fieldNames()).startsWith(table.schema().fieldNames());
        assertThat(scored.drop("features").orderBy("id").collectAsList())
                .isEqualTo(table.orderBy("id").collectAsList());
        assertThat(stage().transformSchema(table.schema()).fieldNames())
                .isEqualTo(scored.schema().fieldNames());
    }

    @Test
    void aTableOfTheVectorAloneIsScored() {
        Dataset<Row> scored = stage().transform(ScoringFixtures.table(spark, 5).select("pixels"));
        assertThat(scored.columns()).containsExactly("pixels", "features");
        assertThat(scored.collectAsList())
                .hasSize(5)
                .allSatisfy(row -> assertThat(row.getList(1)).hasSize(3));
    }

    @Test
    void anEmptyTableGivesAnEmptyTable() {
        assertThat(stage().transform(ScoringFixtures.table(spark, 3).where("id > 99"))
                        .collectAsList())
                .isEmpty();
    }

    private Dataset<Row> withBadRows() {
        List<Row> rows = new ArrayList<>();
        for (long id = 0; id < 10; id++) {
            rows.add(ScoringFixtures.row(id));
        }
        rows.add(ScoringFixtures.row(10, null));
        rows.add(ScoringFixtures.row(11, ScoringFixtures.boxed(new float[ScoringFixtures.INPUTS - 1])));
        List<Float> nan = ScoringFixtures.boxed(new float[ScoringFixtures.INPUTS]);
        nan.set(4, Float.NaN);
        rows.add(ScoringFixtures.row(12, nan));
        List<Float> hole = ScoringFixtures.boxed(new float[ScoringFixtures.INPUTS]);
        hole.set(5, null);
        rows.add(ScoringFixtures.row(13, hole));
        List<Float> infinite = ScoringFixtures.boxed(new float[ScoringFixtures.INPUTS]);
        infinite.set(0, Float.NEGATIVE_INFINITY);
        rows.add(ScoringFixtures.row(14, infinite));
        return spark.createDataFrame(rows, ScoringFixtures.SCHEMA);
    }

    @Test
    void badRowsThrowAreSkippedOrKeptWithoutFeatures() {
        Dataset<Row> table = withBadRows();
        assertCodes(stage().setHandleInvalid("skip").transform(table), 10, 3);
        Dataset<Row> kept = stage().setHandleInvalid("keep").transform(table);
        assertThat(kept.count()).isEqualTo(15);
        assertThat(kept.where("features is null").select("id").collectAsList().stream()
                        .map(row -> row.getLong(0)))
                .containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L);
        assertThat(kept.drop("features").orderBy("id").collectAsList().toString())
                .isEqualTo(table.orderBy("id").collectAsList().toString());
        String[] reasons = {
            "is null",
            "has 11 values, not 12",
            "null or NaN at index 4",
            "null or NaN at index 5",
            "-Infinity at index 0"
        };
        for (int i = 0; i < reasons.length; i++) {
            Dataset<Row> one = stage().transform(table.where("id = " + (10 + i)));
            assertThatThrownBy(one::collectAsList)
                    .rootCause()
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageMatching("column pixels: row \\d+ of partition \\d+ \\(both counted from 0\\) .*")
                    .hasMessageContaining(reasons[i])
                    .hasMessageEndingWith("correct the row, or set handleInvalid to skip.");
        }
    }

    @Test
    void wrongParametersAndColumnsAreRefusedBeforeAnythingRuns() {
        Dataset<Row> table = ScoringFixtures.table(spark, 3);
        assertThatThrownBy(() -> stage().setInputCol("none").transformSchema(table.schema()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("inputCol none does not exist");
        assertThatThrownBy(() -> stage().setInputCol("name").transformSchema(table.schema()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("inputCol name is string");
        assertThatThrownBy(() -> stage().setOutputCol("day").transformSchema(table.schema()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("outputCol day already exists");
        assertThatThrownBy(() -> stage().setLayer(4).transformSchema(table.schema()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("layer 4 does not exist: choose 1 to 3.");
        Dataset<Row> vectors = new VectorAssembler()
                .setInputCols(new String[] {"id", "day"})
                .setOutputCol("v")
                .transform(table);
        assertThatThrownBy(() -> stage().setInputCol("v").transformSchema(vectors.schema()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("column v has vectors of 2 values, but the model has 12 inputs");
    }

    @Test
    void aPipelineWithSparksOwnStagesIsSavedAndLoaded(@TempDir Path dir) throws Exception {
        Column[] parts = new Column[ScoringFixtures.INPUTS];
        Arrays.setAll(parts, i -> col("pixels").getItem(i).as("p" + i));
        String[] names = new String[ScoringFixtures.INPUTS];
        Arrays.setAll(names, i -> "p" + i);
        Dataset<Row> table = ScoringFixtures.table(spark, 25);
        List<Column> columns = new ArrayList<>(List.of(col("id")));
        columns.addAll(Arrays.asList(parts));
        Dataset<Row> flat = table.select(columns.toArray(Column[]::new));
        StackedAutoencoderModel stage =
                StackedAutoencoderModel.of(trained).setInputCol("v").setLayer(2).setBatchSize(6);
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {
                    new VectorAssembler().setInputCols(names).setOutputCol("v"), stage
                })
                .fit(flat);
        String path = dir.resolve("pipeline").toString();
        pipeline.save(path);
        PipelineModel loaded = PipelineModel.load(path);
        assertCodes(loaded.transform(flat), 25, 2);
        StackedAutoencoderModel again = (StackedAutoencoderModel) loaded.stages()[1];
        assertThat(again.uid()).isEqualTo(stage.uid());
        assertThat(again.extractParamMap().toString())
                .isEqualTo(stage.extractParamMap().toString());
        assertThat(again.trained().model().parameters())
                .isEqualTo(trained.model().parameters());
        assertThat(again.trained().card()).isEqualTo(trained.card());
        assertThat(loaded.transform(flat).head().<Vector>getAs("v").size()).isEqualTo(ScoringFixtures.INPUTS);
    }

    @Test
    void asVectorsFeaturesFeedSparksOwnStagesInOnePipeline() {
        Dataset<Row> table = ScoringFixtures.table(spark, 60).withColumn("label", expr("cast(id % 2 as double)"));
        PipelineModel pipeline = new Pipeline()
                .setStages(
                        new PipelineStage[] {stage().setOutputType("vector"), new LogisticRegression().setMaxIter(3)})
                .fit(table);
        Dataset<Row> scored = pipeline.transform(table);
        assertThat(scored.where("prediction in (0, 1)").count()).isEqualTo(60);
        assertCodes(scored.withColumn("features", functions.vector_to_array(col("features"), "float32")), 60, 3);
        Dataset<Row> kept =
                stage().setOutputType("vector").setHandleInvalid("keep").transform(withBadRows());
        assertThat(kept.where("features is null").count()).isEqualTo(5);
        assertThat(stage().setOutputType("vector")
                        .transformSchema(table.schema())
                        .apply("features"))
                .isEqualTo(stage().setOutputType("vector")
                        .transform(table)
                        .schema()
                        .apply("features"));
        assertThatThrownBy(() -> stage().setOutputType("list").transformSchema(table.schema()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("outputType list is unknown: choose one of array, vector.");
    }

    @Test
    void aSavedModelIsNotOverwrittenUnlessAsked(@TempDir Path dir) throws Exception {
        String path = dir.resolve("model").toString();
        stage().save(path);
        assertThatThrownBy(() -> stage().save(path)).hasMessageContaining("already exists");
        stage().setLayer(1).write().overwrite().save(path);
        assertThat(StackedAutoencoderModel.load(path).getLayer()).isEqualTo(1);
    }

    @Test
    void paramsAreDocumentedAndCopied() {
        StackedAutoencoderModel copy = stage().setLayer(2).copy(stage().extractParamMap());
        assertThat(copy.trained()).isEqualTo(trained);
        assertThat(copy.explainParams()).contains("inputCol", "outputCol", "layer", "batchSize", "handleInvalid");
        assertThat(copy.explainParams()).contains("outputType");
        assertThat(Arrays.stream(stage().params())).hasSize(6);
    }

    @Test
    void scoringTakesTheSameFeaturesAsItsOwnInput() {
        // Two stages one after the other: features of features have the width that the next model wants.
        StackedAutoencoderModel second = StackedAutoencoderModel.of(ScoringFixtures.model(7, 4))
                .setInputCol("features")
                .setOutputCol("more");
        Dataset<Row> twice = second.transform(stage().setLayer(1).transform(ScoringFixtures.table(spark, 9)));
        assertThat(twice.collectAsList())
                .hasSize(9)
                .allSatisfy(
                        row -> assertThat(row.getList(row.fieldIndex("more"))).hasSize(4));
    }
}
