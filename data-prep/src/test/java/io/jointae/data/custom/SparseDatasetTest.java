package io.jointae.data.custom;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.data.DatasetOutput;
import io.jointae.data.DatasetOutput.StorageRequest;
import io.jointae.data.Example;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.RowStorage;
import io.jointae.data.Split;
import io.jointae.data.columns.FeatureRequest;
import io.jointae.data.columns.TableRequest;
import io.jointae.data.describe.DatasetDescription;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.ScalingRequest;
import io.jointae.testing.SparseTable;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dataset of sparse vectors has the rows, the hash and the scaling of the same rows that are stored with all values. */
class SparseDatasetTest {

    private static final int ROWS = 120;
    private static final int WIDTH = 200;

    private static SparkSession spark;

    @TempDir
    static Path folder;

    private static Path source;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        source = folder.resolve("words");
        new SparseTable(ROWS, WIDTH, 12).table(spark).write().parquet(source.toString());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static CustomDatasetRequest request(String name, Path from, ScalingKind kind, StorageRequest storage) {
        CustomInput input = new CustomInput(
                SourceFormat.PARQUET,
                from.toString(),
                "label",
                CsvColumns.commas(),
                new PixelOptions("words", null, 1),
                false,
                new FeatureRequest(TableRequest.ALL, new ScalingRequest(kind, null, true)));
        return new CustomDatasetRequest(
                name,
                input,
                new SplitShares(0.2, 0.1, 1),
                new DatasetOutput(folder.resolve("out").toString(), true, 50, storage));
    }

    private static PreparedDataset prepare(String name, Path from, ScalingKind kind, StorageRequest storage)
            throws IOException {
        CustomDatasetRequest request = request(name, from, kind, storage);
        new CustomDatasetPreparation(spark, line -> {}).run(request);
        return PreparedDataset.open(spark, request.target());
    }

    private static TreeMap<Long, String> bits(Iterable<Example> rows) {
        TreeMap<Long, String> bits = new TreeMap<>();
        rows.forEach(row -> {
            int[] values = new int[row.width()];
            float[] floats = row.getPixels();
            Arrays.setAll(values, i -> Float.floatToRawIntBits(floats[i]));
            bits.put(row.getId(), row.getLabel() + Arrays.toString(values));
        });
        return bits;
    }

    @ParameterizedTest
    @EnumSource(ScalingKind.class)
    void sparseAndDenseFilesGiveTheSameRowsHashAndScaling(ScalingKind kind) throws IOException {
        PreparedDataset sparse = prepare("sparse", source, kind, StorageRequest.AUTO);
        PreparedDataset dense = prepare("dense", source, kind, StorageRequest.DENSE);
        assertThat(sparse.isSparse()).isTrue();
        assertThat(dense.isSparse()).isFalse();
        assertThat(sparse.hash()).isEqualTo(dense.hash());
        assertThat(sparse.scaling()).isEqualTo(dense.scaling());
        for (Split split : Split.values()) {
            TreeMap<Long, String> expected = bits(dense.exampleRows(split).collect());
            assertThat(expected).isNotEmpty();
            assertThat(bits(sparse.exampleRows(split).collect())).isEqualTo(expected);
            assertThat(bits(sparse.examples(split).collectAsList())).isEqualTo(expected);
            assertThat(bits(sparse.sampledExamples(split, 1000))).isEqualTo(expected);
            assertThat(sparse.rows(split).orderBy("id").collectAsList())
                    .isEqualTo(dense.rows(split).orderBy("id").collectAsList());
        }
        assertThat(sparse.examples(Split.TRAIN, col("id").lt(7)).count()).isEqualTo(7);
        assertThat(sparse.sample(Split.TEST, 5)).isEqualTo(dense.sample(Split.TEST, 5));
    }

    @Test
    void theFilesHoldSparseVectorsThatSparkReadsAndTheManifestSaysSo() throws IOException {
        PreparedDataset sparse = prepare("vectors", source, ScalingKind.NONE, StorageRequest.AUTO);
        Manifest manifest = sparse.manifest();
        assertThat(manifest.storage()).isEqualTo(RowStorage.SPARSE);
        assertThat(manifest.format()).isEqualTo(Manifest.SPARSE_FORMAT);
        assertThat(manifest.storedValuesPerRow(Split.TRAIN)).isEqualTo(12);
        Dataset<Row> files = spark.read().parquet(sparse.dir() + "/split=train");
        assertThat(files.select("pixels").takeAsList(3)).allSatisfy(row -> {
            SparseVector vector = (SparseVector) row.get(0);
            assertThat(vector.size()).isEqualTo(WIDTH);
            assertThat(vector.numActives()).isEqualTo(12);
        });
        String json = Files.readString(Path.of(sparse.dir().replace("file:", ""), Manifest.FILE));
        assertThat(json).contains("\"format\" : 2").contains("\"sparse\"");
        Manifest dense =
                prepare("all", source, ScalingKind.NONE, StorageRequest.DENSE).manifest();
        assertThat(Json.line(dense)).contains("\"format\":1").doesNotContain("\"sparse\"");
    }

    @Test
    void anyDatasetCanBeStoredSparse() throws IOException {
        Path arrays = folder.resolve("arrays");
        spark.read()
                .parquet(source.toString())
                .select(
                        col("label"),
                        functions.vector_to_array(col("words"), "float32").as("words"))
                .write()
                .parquet(arrays.toString());
        PreparedDataset byDefault = prepare("arrays", arrays, ScalingKind.NONE, StorageRequest.AUTO);
        assertThat(byDefault.isSparse()).isFalse();
        PreparedDataset chosen = prepare("chosen", arrays, ScalingKind.NONE, StorageRequest.SPARSE);
        assertThat(chosen.isSparse()).isTrue();
        assertThat(chosen.hash()).isEqualTo(byDefault.hash());
        DatasetDescription description = DatasetDescription.of(spark, chosen);
        DatasetDescription expected = DatasetDescription.of(spark, byDefault);
        assertThat(description.duplicates()).isEqualTo(expected.duplicates());
        assertThat(description.summaries().get(Split.TRAIN).mean())
                .isEqualTo(expected.summaries().get(Split.TRAIN).mean());
    }

    @Test
    void aSparseRowThatIsInvalidIsRefusedWithItsNumber() {
        Path wrong = folder.resolve("wrong");
        spark.read()
                .parquet(source.toString())
                .unionByName(new SparseTable(1, WIDTH + 10, 3).table(spark))
                .coalesce(1)
                .write()
                .parquet(wrong.toString());
        assertThatThrownBy(() -> prepare("wrong", wrong, ScalingKind.NONE, StorageRequest.AUTO))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("row " + (ROWS + 1) + " has 210 values instead of 200")
                .hasMessageNotContaining("\n");
        Path negative = folder.resolve("negative");
        new ElementwiseProduct()
                .setScalingVec(Vectors.dense(
                        Arrays.stream(new double[WIDTH]).map(x -> -1).toArray()))
                .setInputCol("words")
                .setOutputCol("negative")
                .transform(spark.read().parquet(source.toString()))
                .select(col("label"), col("negative").as("words"))
                .write()
                .parquet(negative.toString());
        for (ScalingKind kind : List.of(ScalingKind.NONE, ScalingKind.LOG)) {
            assertThatThrownBy(() -> prepare("negative", negative, kind, StorageRequest.AUTO))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("has the value -0.")
                    .hasMessageNotContaining("\n");
        }
    }
}
