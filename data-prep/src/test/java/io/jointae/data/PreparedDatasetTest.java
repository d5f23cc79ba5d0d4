package io.jointae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.prepare.Catalog;
import io.jointae.data.prepare.PaperDatasetPreparation;
import io.jointae.data.prepare.PaperDatasetRequest;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedDatasetTest {

    private static final Map<Split, Long> COUNTS = Map.of(Split.TRAIN, 30L, Split.VALID, 10L, Split.TEST, 20L);

    private static SparkSession spark;

    @TempDir
    private Path dir;

    private String data;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void prepare() throws IOException {
        data = prepare(dir, 1, 7);
    }

    private static String prepare(Path dir, long seed, long rowsPerFile) throws IOException {
        PaperDatasetRequest request = new PaperDatasetRequest(
                Catalog.get("rect"), null, null, COUNTS, seed, new DatasetOutput(dir.toString(), false, rowsPerFile));
        new PaperDatasetPreparation(spark, line -> {}).run(request);
        return request.target();
    }

    @Test
    void rowsHaveTheDocumentedColumnsAndIdsWithoutGaps() throws IOException {
        PreparedDataset opened = PreparedDataset.open(spark, data);
        assertThat(opened.name()).isEqualTo("rect");
        assertThat(opened.classes()).isEqualTo(2);
        assertThat(opened.width()).isEqualTo(784);
        for (Split split : Split.values()) {
            assertThat(opened.rows(split).columns()).containsExactly("id", "label", "pixels");
            assertThat(opened.count(split)).isEqualTo(COUNTS.get(split));
            List<Row> rows = opened.rows(split).orderBy("id").collectAsList();
            for (int i = 0; i < rows.size(); i++) {
                assertThat(rows.get(i).getLong(0)).isEqualTo(i);
            }
            assertThat(rows).hasSize(Math.toIntExact(COUNTS.get(split)));
        }
    }

    @Test
    void aSampleTakesRowsAtEqualDistancesInTheOrderOfTheirIds() throws IOException {
        PreparedDataset opened = PreparedDataset.open(spark, data);
        List<Row> rows = opened.rows(Split.TRAIN).orderBy("id").collectAsList();
        float[] sample = opened.sample(Split.TRAIN, 12);
        // The distance of 30 rows is 3.
        assertThat(sample).hasSize(10 * opened.width());
        for (int i = 0; i < 10; i++) {
            List<Float> pixels = rows.get(3 * i).getList(2);
            for (int j = 0; j < opened.width(); j++) {
                assertThat(sample[i * opened.width() + j]).isEqualTo(pixels.get(j));
            }
        }
        assertThat(opened.sample(Split.TRAIN, 1000)).hasSize(30 * opened.width());
    }

    @Test
    void theHashDoesNotDependOnTheNumberOfFiles() throws IOException {
        Manifest few = PreparedDataset.open(spark, data).manifest();
        Manifest one = PreparedDataset.open(spark, prepare(dir.resolve("one"), 1, 1000))
                .manifest();
        Manifest other =
                PreparedDataset.open(spark, prepare(dir.resolve("other"), 2, 7)).manifest();
        assertThat(few.files().size()).isGreaterThan(one.files().size());
        assertThat(one.hash()).isEqualTo(few.hash());
        assertThat(other.hash()).isNotEqualTo(few.hash());
    }

    @Test
    void aChangedFileIsRefused() throws IOException {
        Path file = Path.of(data, "split=test", "part-00001.parquet");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        // Other tools copy files without the checksums of Hadoop.
        Files.delete(Path.of(data, "split=test", ".part-00001.parquet.crc"));
        assertRefused("split=test/part-00001.parquet has changed");
    }

    @Test
    void aChangedFileWithAHadoopChecksumIsRefused() throws IOException {
        Path file = Path.of(data, "split=test", "part-00001.parquet");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertRefused("split=test/part-00001.parquet has changed");
    }

    /** Counts the Spark jobs of a call; each check of contents is one. */
    private static int jobs(Callable<?> call) throws Exception {
        AtomicInteger started = new AtomicInteger();
        SparkListener counter = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                started.incrementAndGet();
            }
        };
        spark.sparkContext().listenerBus().waitUntilEmpty();
        spark.sparkContext().addSparkListener(counter);
        call.call();
        spark.sparkContext().listenerBus().waitUntilEmpty();
        spark.sparkContext().removeSparkListener(counter);
        return started.get();
    }

    @Test
    void theContentsAreCheckedOnceAndOnRequest() throws Exception {
        assertThat(jobs(() -> PreparedDataset.open(spark, data))).isEqualTo(1);
        assertThat(jobs(() -> PreparedDataset.open(spark, data))).isZero();
        assertThat(jobs(() -> PreparedDataset.open(spark, data, PreparedDataset.ContentsCheck.ALWAYS)))
                .isEqualTo(1);
        Files.writeString(Path.of(data, DatasetFiles.CHECKED), "damaged");
        assertThat(jobs(() -> PreparedDataset.open(spark, data))).isEqualTo(1);
        assertThat(jobs(() -> PreparedDataset.open(spark, data))).isZero();
    }

    @Test
    void aFileThatChangesAfterTheCheckIsRefusedEvenIfItsTimeIsSetBack() throws IOException {
        PreparedDataset.open(spark, data);
        Path file = Path.of(data, "split=test", "part-00001.parquet");
        FileTime before = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, before);
        assertRefused("split=test/part-00001.parquet has changed");
    }

    @Test
    void aCopyIsCheckedAlthoughTheRememberedCheckWasCopiedToo() throws IOException {
        PreparedDataset.open(spark, data);
        Path copy = dir.resolve("copy");
        try (Stream<Path> all = Files.walk(Path.of(data))) {
            for (Path from : all.toList()) {
                Path to = copy.resolve(Path.of(data).relativize(from).toString());
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        assertThat(copy.resolve(DatasetFiles.CHECKED)).exists();
        Path file = copy.resolve("split=test/part-00001.parquet");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> PreparedDataset.open(spark, copy.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("split=test/part-00001.parquet has changed");
    }

    @Test
    void aFolderThatCannotRememberTheCheckOpensAndIsCheckedAgain() throws Exception {
        Files.createDirectories(Path.of(data, DatasetFiles.CHECKED, "inside"));
        assertThat(jobs(() -> PreparedDataset.open(spark, data))).isEqualTo(1);
        assertThat(jobs(() -> PreparedDataset.open(spark, data))).isEqualTo(1);
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        Path file = Path.of(data, "split=train", "part-00000.parquet");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("split=train/part-00000.parquet has " + (bytes.length - 1) + " bytes, not " + bytes.length);
    }

    @Test
    void aMissingFileIsRefused() throws IOException {
        Files.delete(Path.of(data, "split=valid", "part-00000.parquet"));
        assertRefused("split=valid/part-00000.parquet is missing");
    }

    @Test
    void aFileThatIsNotInTheManifestIsRefused() throws IOException {
        Files.copy(
                Path.of(data, "split=train", "part-00000.parquet"), Path.of(data, "split=train", "part-09999.parquet"));
        assertRefused("split=train/part-09999.parquet is not in the manifest");
    }

    @Test
    void aFolderWithoutManifestIsRefused() throws IOException {
        Files.delete(Path.of(data, "manifest.json"));
        assertThatThrownBy(() -> PreparedDataset.open(spark, data))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("manifest.json");
    }

    @Test
    void aManifestOfAnotherFormatIsRefused() throws IOException {
        Files.delete(Path.of(data, ".manifest.json.crc"));
        Files.writeString(Path.of(data, "manifest.json"), "{\"format\": 99}");
        assertThatThrownBy(() -> PreparedDataset.open(spark, data))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("manifest.json");
    }

    @Test
    void anExistingOutputIsRefusedAndKept() throws IOException {
        String before = PreparedDataset.open(spark, data).hash();
        assertThatThrownBy(() -> prepare(dir, 2, 7))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("choose another path or set overwrite.");
        assertThat(PreparedDataset.open(spark, data).hash()).isEqualTo(before);
    }

    @Test
    void aDatasetOfVersion010StillOpens() throws IOException {
        Path stored = dir.resolve("stored");
        for (String file : List.of(
                "manifest.json",
                "split=train/part-00000.parquet",
                "split=valid/part-00000.parquet",
                "split=test/part-00000.parquet")) {
            Path copy = stored.resolve(file);
            Files.createDirectories(copy.getParent());
            try (InputStream in = PreparedDatasetTest.class.getResourceAsStream("dataset-0.1.0/" + file)) {
                Files.copy(in, copy);
            }
        }
        PreparedDataset opened = PreparedDataset.open(spark, stored.toString());
        assertThat(opened.name()).isEqualTo("golden");
        assertThat(opened.classes()).isEqualTo(3);
        assertThat(opened.width()).isEqualTo(4);
        assertThat(opened.hash()).isEqualTo("d145655a4d3a9f829768f178ecfb974140049d1159ab338d028f1217cd1f5b36");
        Manifest manifest = opened.manifest();
        assertThat(manifest.version()).isEqualTo("0.1.0");
        assertThat(manifest.counts()).isEqualTo(Map.of(Split.TRAIN, 32L, Split.VALID, 4L, Split.TEST, 4L));
        assertThat(manifest.seed()).isEqualTo(7);
        assertThat(manifest.choices())
                .containsEntry("scale", "pixel = number / 255.0")
                .containsEntry("split", "drawn from the training rows: 0.1 for validation, 0.1 for test");
        assertThat(manifest.sources()).containsExactly(new SourceFile("rows.csv", 661, "unhashed", false));
        List<Integer> rows = new ArrayList<>();
        for (Split split : Split.values()) {
            opened.examples(split).collectAsList().forEach(row -> {
                int i = Math.round(row.getPixels()[0] * 255);
                assertThat(row.getLabel()).isEqualTo(i % 3);
                assertThat(row.getPixels())
                        .containsExactly(i / 255f, (255 - i) / 255f, 37 * i % 256 / 255f, 0.5f / 255f);
                rows.add(i);
            });
        }
        assertThat(rows).hasSize(40).doesNotHaveDuplicates();
    }

    private void assertRefused(String difference) {
        assertThatThrownBy(() -> PreparedDataset.open(spark, data))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(data + " does not match its manifest.json: " + difference)
                .hasMessageNotContaining("\n");
    }
}
