package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.PreparedDataset;
import io.jointae.ml.StackedAutoencoder;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Measurement;
import io.jointae.results.ResultStore;
import io.jointae.testing.SparseTable;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands give the same numbers, bit for bit, whether the files of a dataset store sparse vectors or all values. */
class SparseDataCommandsTest {

    private static final int WIDTH = 150;

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    private static String source;

    @BeforeAll
    static void prepare() {
        spark = TestSessions.local();
        source = dir.resolve("source").toString();
        new SparseTable(160, WIDTH, 12).table(spark).write().parquet(source);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void done(String... args) {
        assertThat(Jointae.run(System.err, args)).isZero();
    }

    /** Prepares the table and trains on it, in the folder of a storage. */
    private static ModelDirectory trained(String storage, String scaling, String... options) throws IOException {
        Path out = dir.resolve(scaling + "-" + storage);
        done(
                "prepare",
                "words",
                "--format",
                "parquet",
                "--source",
                source,
                "--label-column",
                "label",
                "--out",
                out.toString(),
                "--storage",
                storage,
                "--scaling",
                scaling,
                "--keep-constant",
                "--seed",
                "2");
        List<String> train = new ArrayList<>(List.of(
                "train",
                "--data",
                out.resolve("words").toString(),
                "--model",
                out.resolve("model").toString(),
                "--layers",
                "2",
                "--hidden",
                "10,6",
                "--noise",
                "0.2",
                "--epochs",
                "2",
                "--batch-size",
                "10"));
        train.addAll(List.of(options));
        done(train.toArray(String[]::new));
        return ModelDirectory.read(new Configuration(), out.resolve("model").toString());
    }

    private static void assertSameModel(ModelDirectory sparse, ModelDirectory dense) {
        assertThat(sparse.model().parameters()).isEqualTo(dense.model().parameters());
        assertThat(sparse.card().data().hash()).isEqualTo(dense.card().data().hash());
    }

    @Test
    void workersThatTakeSparseRowsBlockByBlockGiveTheSameModelAlsoIfZerosAreScaled() throws IOException {
        String[] options = {"--workers", "2", "--shuffle-limit", "0", "--scheme", "L"};
        assertSameModel(trained("auto", "standardize", options), trained("dense", "standardize", options));
    }

    @Test
    void everyEvaluationAndScoreGivesTheSameNumbers() throws IOException {
        ModelDirectory sparse = trained("auto", "none");
        ModelDirectory dense = trained("dense", "none");
        assertThat(PreparedDataset.open(spark, dir.resolve("none-auto/words").toString())
                        .isSparse())
                .isTrue();
        assertSameModel(sparse, dense);
        TreeMap<String, String> expected = evaluated("dense");
        assertThat(evaluated("auto")).isEqualTo(expected);
        assertThat(scored("auto")).hasSize(16).isEqualTo(scored("dense"));
    }

    /** Returns the value of each cell that the evaluations of a model give; each of them gives some. */
    private static TreeMap<String, String> evaluated(String storage) throws IOException {
        Path folder = dir.resolve("none-" + storage);
        TreeMap<String, String> cells = new TreeMap<>();
        for (List<String> command : List.of(
                List.of("svm", "--svm-c", "0.1,1"),
                List.of("reconstruct"),
                List.of("probe", "--labels", "100"),
                List.of("neighbors", "--labels", "100"),
                List.of("rank"),
                List.of("anomaly", "--anomalous-labels", "1", "--resamples", "20"),
                List.of("finetune", "--epochs", "1", "--optimizer", "sgd", "--learning-rate", "0.1"),
                List.of("parzen", "--widths", "0.5", "--count", "20", "--chains", "10", "--burn-in", "0"))) {
            List<String> args = new ArrayList<>(command);
            args.addAll(List.of(
                    "--model",
                    folder.resolve("model").toString(),
                    "--data",
                    folder.resolve("words").toString(),
                    "--results",
                    folder.resolve("results").toString()));
            done(args.toArray(String[]::new));
            int before = cells.size();
            read(folder, cells);
            assertThat(cells).as(command.get(0)).hasSizeGreaterThan(before);
        }
        return cells;
    }

    private static void read(Path folder, TreeMap<String, String> cells) throws IOException {
        ResultStore.in(new Configuration(), folder.resolve("results").toString())
                .read()
                .forEach(row -> cells.put(
                        row.cell().metric().id() + " " + row.cell().split().id() + " "
                                + row.cell().hyperparameters(),
                        "" + ((Measurement) row.outcome()).value()));
    }

    private static List<String> scored(String storage) {
        Path folder = dir.resolve("none-" + storage);
        done(
                "score",
                "--model",
                folder.resolve("model").toString(),
                "--input",
                folder.resolve("words/split=test").toString(),
                "--column",
                "pixels",
                "--output",
                folder.resolve("scored").toString(),
                "--reconstruction-error");
        return spark.read()
                .parquet(folder.resolve("scored").toString())
                .drop("pixels")
                .orderBy("id")
                .toJSON()
                .collectAsList();
    }

    @Test
    void theEstimatorKeepsSparseVectorsSparseAndGivesTheModelOfDenseOnes() {
        Dataset<Row> vectors = spark.read().parquet(source);
        Dataset<Row> arrays = vectors.withColumn("words", functions.vector_to_array(vectors.col("words"), "float32"));
        for (String scaling : List.of("none", "log")) {
            StackedAutoencoder stage = new StackedAutoencoder()
                    .setInputCol("words")
                    .setScaling(scaling)
                    .setOption("layers", "1")
                    .setOption("hidden", "5")
                    .setOption("epochs", "2")
                    .setOption("batch-size", "10");
            assertThat(stage.fit(vectors).trained().model().parameters())
                    .isEqualTo(stage.fit(arrays).trained().model().parameters());
        }
    }
}
