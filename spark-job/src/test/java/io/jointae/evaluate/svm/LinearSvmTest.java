package io.jointae.evaluate.svm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.testing.TestSessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SVM under Spark: estimator, persistence, and rows that one machine does not hold. */
class LinearSvmTest {

    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void rowsThatAreSpreadGiveTheSameClassifier() {
        JavaRDD<RowBlock> rows = blocks(LiblinearOracle.clouds(500, 12, 3), 5);
        double[] costs = {0.1, 10};
        SvmTraining.TrainedSvms together = new SvmTraining(costs, 1e-5, 1L << 30).train(rows, "clouds");
        SvmTraining.TrainedSvms spread = new SvmTraining(costs, 1e-5, 1).train(rows, "clouds");
        for (int p = 0; p < together.objectives().length; p++) {
            assertThat(spread.objectives()[p] / together.objectives()[p]).isBetween(0.9999, 1.0001);
        }
        for (int c = 0; c < costs.length; c++) {
            RowBlock all = LiblinearOracle.clouds(500, 12, 3);
            assertThat(spread.classifiers().get(c).predict(all.values(), 500))
                    .isEqualTo(together.classifiers().get(c).predict(all.values(), 500));
        }
    }

    @Test
    void theNumberOfTasksDoesNotChangeTheClassifiers() {
        RowBlock all = LiblinearOracle.clouds(700, 12, 5);
        JavaRDD<RowBlock> rows = blocks(all, 7);
        double[] costs = {0.01, 1, 100};
        long oneCopy = 700 * 13 * Float.BYTES;
        SvmTraining.TrainedSvms one = new SvmTraining(costs, 1e-5, oneCopy).train(rows, "clouds");
        SvmTraining.TrainedSvms several = new SvmTraining(costs, 1e-5, 1L << 30).train(rows, "clouds");
        assertThat(spark.sparkContext().defaultParallelism()).isGreaterThan(1);
        for (int c = 0; c < costs.length; c++) {
            assertThat(several.classifiers().get(c).weights())
                    .containsExactly(one.classifiers().get(c).weights());
        }
        assertThat(several.objectives()).containsExactly(one.objectives());
    }

    @Test
    void rowsThatAreTooWideForMatricesGiveAClassifier() {
        RowBlock wide = LiblinearOracle.clouds(40, 4100, 3);
        SvmTraining.TrainedSvms trained = SvmTraining.of(0.1).train(blocks(wide, 2), "clouds");
        LiblinearOracle.requireAgreement(wide, 0.1, trained.classifiers().get(0).weights());
    }

    @Test
    void aSavedModelPredictsTheSame() throws Exception {
        Dataset<Row> rows = table(LiblinearOracle.clouds(200, 6, 3));
        LinearSvmModel model =
                new LinearSvm().setC(0.5).setPredictionCol("class").fit(rows);
        String path = folder.resolve("model").toString();
        model.save(path);
        LinearSvmModel loaded = LinearSvmModel.load(path);
        assertThat(loaded.uid()).isEqualTo(model.uid());
        List<Row> predicted = model.transform(rows).select("class").collectAsList();
        assertThat(loaded.transform(rows).select("class").collectAsList()).isEqualTo(predicted);
        long right = model.transform(rows).filter("class = label").count();
        assertThat(right).isGreaterThan(100);
    }

    @Test
    void aSavedEstimatorKeepsItsParameters() throws Exception {
        String path = folder.resolve("estimator").toString();
        LinearSvm estimator = new LinearSvm().setC(0.25).setLabelCol("class");
        estimator.save(path);
        assertThat(LinearSvm.load(path).explainParams()).isEqualTo(estimator.explainParams());
    }

    @Test
    void refusesOneClassAndValuesThatAreNoNumbers() {
        RowBlock clouds = LiblinearOracle.clouds(10, 2, 2);
        RowBlock one = new RowBlock(clouds.ids(), new int[10], clouds.values());
        assertThatThrownBy(() -> SvmTraining.of(1).train(blocks(one, 1), "here"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("here: every row has label 0, but the SVM needs two or more classes");
        float[] bad = clouds.values().clone();
        bad[3] = Float.NaN;
        RowBlock wrong = new RowBlock(clouds.ids(), clouds.labels(), bad);
        assertThatThrownBy(() -> SvmTraining.of(1).train(blocks(wrong, 1), "here"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("here: a feature is not a finite number");
        assertThatThrownBy(() -> SvmTraining.of(1, 0.1)).isInstanceOf(InvalidInputException.class);
    }

    private static JavaRDD<RowBlock> blocks(RowBlock all, int parts) {
        List<RowBlock> blocks = new ArrayList<>();
        int rows = all.rows() / parts;
        for (int from = 0; from < all.rows(); from += rows) {
            int to = Math.min(all.rows(), from + rows);
            blocks.add(new RowBlock(
                    Arrays.copyOfRange(all.ids(), from, to),
                    Arrays.copyOfRange(all.labels(), from, to),
                    Arrays.copyOfRange(all.values(), from * all.width(), to * all.width())));
        }
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(blocks, parts);
    }

    private static Dataset<Row> table(RowBlock block) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < block.rows(); i++) {
            double[] features = new double[block.width()];
            for (int j = 0; j < features.length; j++) {
                features[j] = block.values()[i * features.length + j];
            }
            rows.add(RowFactory.create(Vectors.dense(features), (double) block.labels()[i]));
        }
        return spark.createDataFrame(
                rows,
                new StructType().add("features", SQLDataTypes.VectorType()).add("label", DataTypes.DoubleType));
    }
}
