package io.jointae.evaluate.logistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.testing.TestSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The regression is that of Spark ML, whose solver works in double precision on the whole. */
class LogisticTrainingTest {

    private static final int ROWS = 300;
    private static final int WIDTH = 5;

    private static SparkSession spark;
    private static JavaSparkContext context;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Overlapping classes, far from the origin, so that the minimum is finite and the biases matter. */
    private static List<RowBlock> blocks(int classes) {
        Random random = new Random(7);
        List<RowBlock> blocks = new ArrayList<>();
        for (int from = 0; from < ROWS; from += 50) {
            long[] ids = new long[50];
            int[] labels = new int[50];
            float[] values = new float[50 * WIDTH];
            for (int i = 0; i < 50; i++) {
                ids[i] = from + i;
                labels[i] = random.nextInt(classes);
                for (int j = 0; j < WIDTH; j++) {
                    values[i * WIDTH + j] = (float) (20 + random.nextGaussian() + (j == labels[i] ? 1.5 : 0));
                }
            }
            blocks.add(new RowBlock(ids, labels, values));
        }
        return blocks;
    }

    private static LogisticRegressionModel oracle(List<RowBlock> blocks, double cost) {
        List<Row> rows = new ArrayList<>();
        for (RowBlock block : blocks) {
            for (int i = 0; i < block.rows(); i++) {
                rows.add(RowFactory.create((double) block.labels()[i], vector(block, i)));
            }
        }
        StructType schema =
                new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());
        return new LogisticRegression()
                .setRegParam(1 / (cost * ROWS))
                .setStandardization(false)
                .setTol(1e-12)
                .setMaxIter(1000)
                .fit(spark.createDataFrame(rows, schema).coalesce(1));
    }

    private static Vector vector(RowBlock block, int row) {
        double[] values = new double[WIDTH];
        for (int j = 0; j < WIDTH; j++) {
            values[j] = block.values()[row * WIDTH + j];
        }
        return Vectors.dense(values);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void theProbabilitiesAreThoseOfSparkMl(int classes) {
        List<RowBlock> blocks = blocks(classes);
        JavaRDD<RowBlock> rows = context.parallelize(blocks, 3);
        List<Double> costs = List.of(0.01, 1.0, 100.0);
        List<LogisticModel> models = LogisticTraining.train(rows, LabeledSummary.of(rows, "here"), costs, line -> {});
        for (int c = 0; c < costs.size(); c++) {
            LogisticRegressionModel oracle = oracle(blocks, costs.get(c));
            for (RowBlock block : blocks) {
                double[] logs = models.get(c).logProbabilities(block.values(), block.rows());
                for (int i = 0; i < block.rows(); i++) {
                    double[] expected =
                            oracle.predictProbability(vector(block, i)).toArray();
                    for (int k = 0; k < classes; k++) {
                        assertThat(Math.exp(logs[i * classes + k])).isCloseTo(expected[k], within(5e-4));
                    }
                }
            }
        }
    }

    @Test
    void theModelDoesNotDependOnThePartitions() {
        List<RowBlock> blocks = blocks(3);
        List<float[]> weights = new ArrayList<>();
        for (int partitions : new int[] {1, 6}) {
            JavaRDD<RowBlock> rows = context.parallelize(blocks, partitions);
            weights.add(LogisticTraining.train(rows, LabeledSummary.of(rows, "here"), List.of(1.0), line -> {})
                    .get(0)
                    .weights());
        }
        assertThat(weights.get(0)).containsExactly(weights.get(1), within(1e-3f));
    }

    @Test
    void rowsWithoutLabelsOrOfOneClassAreRefused() {
        JavaRDD<RowBlock> unlabeled =
                context.parallelize(List.of(new RowBlock(new long[2], new int[] {-1, 0}, new float[4])), 1);
        assertThatThrownBy(() -> LabeledSummary.of(unlabeled, "here"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("here: some rows have no label");
        JavaRDD<RowBlock> oneClass =
                context.parallelize(List.of(new RowBlock(new long[2], new int[] {3, 3}, new float[4])), 1);
        assertThatThrownBy(() -> LabeledSummary.of(oneClass, "here"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("here: every row has label 3");
    }
}
