package io.jointae.data.prepare;

import static io.jointae.testing.SourceFiles.amatRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.DatasetOutput;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.source.BroadcastFiles;
import io.jointae.testing.SourceFiles;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads archives with two pixels per row, four training rows, two validation rows and five test rows. */
class OfficialArchiveTest {

    private static final int WIDTH = 2;
    private static final String PUBLISHED_SHA1 = "b8d456b1f83bea5efebe76a47a9535adc4b72586";
    private static final Map<Split, Long> COUNTS = Map.of(Split.TRAIN, 4L, Split.VALID, 2L, Split.TEST, 5L);

    private static SparkSession spark;

    @TempDir
    private Path dir;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static String rows(int count) {
        StringBuilder rows = new StringBuilder();
        IntStream.range(0, count).forEach(i -> rows.append(amatRow(WIDTH, i / 10.0, 0.1, i % 2)));
        return rows.toString();
    }

    private Manifest prepare(byte[] zip, String sha1, long rowsPerFile) throws IOException {
        Path file = Files.write(dir.resolve("small.zip"), zip);
        return prepare(file, new Archive("small.zip", "small", sha1, null), false, rowsPerFile);
    }

    private Manifest prepare(Path source, Archive archive, boolean unverified, long rowsPerFile) throws IOException {
        PaperDataset entry = new PaperDataset(
                "small",
                "small",
                new DatasetSize(Shape.gray(1, WIDTH), 2, COUNTS),
                archive,
                RecipeKind.RECTANGLES,
                "nobody");
        PaperDatasetRequest request = new PaperDatasetRequest(
                entry,
                source.toString(),
                null,
                null,
                1,
                unverified,
                new DatasetOutput(dir.resolve("out").toString(), true, rowsPerFile));
        return new PaperDatasetPreparation(spark, line -> {}).run(request);
    }

    private Manifest prepare(byte[] zip) throws IOException {
        return prepare(zip, BroadcastFiles.hash("SHA-1", zip), 2);
    }

    @ParameterizedTest
    @CsvSource({
        "rectangles_train.amat, rectangles_test.amat",
        "mnist_all_rotation_normalized_float_train_valid.amat, mnist_all_rotation_normalized_float_test.amat",
        "convex_train.amat, 50k/convex_test.amat"
    })
    void theLastTrainingRowsAreValidationAndRowsKeepTheirOrder(String train, String test) throws IOException {
        Manifest manifest = prepare(SourceFiles.zip(train, rows(6), test, rows(5)));
        assertThat(manifest.counts()).isEqualTo(COUNTS);
        PreparedDataset data =
                PreparedDataset.open(spark, dir.resolve("out/small").toString());
        assertThat(firstPixels(data, Split.TRAIN)).containsExactly(0f, 0.1f, 0.2f, 0.3f);
        assertThat(firstPixels(data, Split.VALID)).containsExactly(0.4f, 0.5f);
        assertThat(firstPixels(data, Split.TEST)).containsExactly(0f, 0.1f, 0.2f, 0.3f, 0.4f);
    }

    private static List<Float> firstPixels(PreparedDataset data, Split split) {
        List<Row> rows = data.rows(split).orderBy("id").collectAsList();
        assertThat(rows)
                .extracting(row -> row.getLong(0))
                .containsExactlyElementsOf(
                        IntStream.range(0, rows.size()).mapToObj(i -> (long) i).toList());
        return rows.stream().map(row -> (Float) row.getList(2).get(0)).toList();
    }

    @Test
    void anArchiveWithAnotherHashIsRefused() throws IOException {
        byte[] zip = SourceFiles.zip("train.amat", rows(6), "test.amat", rows(5));
        assertRefused("has the SHA-1", zip, PUBLISHED_SHA1);
    }

    @Test
    void officialRowsAreAcceptedInAnyPacking() throws IOException {
        byte[] published = SourceFiles.zip("small_train.amat", rows(6), "small_test.amat", rows(5));
        String rowsHash = prepare(published).hash();
        Archive archive = new Archive("small.zip", "small", PUBLISHED_SHA1, rowsHash);

        Path again = Files.write(
                dir.resolve("again.zip"), SourceFiles.zip("50k/x_test.amat", rows(5), "x_train.amat", rows(6)));
        Manifest zipped = prepare(again, archive, false, 2);
        assertThat(zipped.hash()).isEqualTo(rowsHash);
        assertThat(zipped.sources()).hasSize(1).allMatch(SourceFile::official);

        Path folder = Files.createDirectories(dir.resolve("extracted/50k")).getParent();
        Files.writeString(folder.resolve("small_train.amat"), rows(6));
        Files.writeString(folder.resolve("50k/small_test.amat"), rows(5));
        Manifest extracted = prepare(folder, archive, false, 2);
        assertThat(extracted.hash()).isEqualTo(rowsHash);
        assertThat(extracted.sources()).hasSize(2).allMatch(SourceFile::official);
        assertThat(extracted.unverified()).isFalse();
    }

    @Test
    void otherRowsAreRefusedUnlessUnverifiedRowsAreAccepted() throws IOException {
        Archive archive = new Archive("small.zip", "small", PUBLISHED_SHA1, "0".repeat(64));
        Path file = Files.write(
                dir.resolve("small.zip"), SourceFiles.zip("small_train.amat", rows(6), "small_test.amat", rows(5)));
        assertThatThrownBy(() -> prepare(file, archive, false, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "its rows are not the official rows of small: give the official small.zip, or set ")
                .hasMessageNotContaining("\n");
        assertThat(dir.resolve("out/small")).doesNotExist();
        Manifest accepted = prepare(file, archive, true, 2);
        assertThat(accepted.unverified()).isTrue();
        assertThat(accepted.sources()).noneMatch(SourceFile::official);
    }

    @ParameterizedTest
    @CsvSource({"../train.amat", "/train.amat", "a/../../train.amat", "C:train.amat"})
    void aPathThatLeavesItsFolderIsRefused(String path) throws IOException {
        assertRefused("that leaves its folder", SourceFiles.zip(path, rows(6), "test.amat", rows(5)));
    }

    @Test
    void anEntryThatExpandsTooMuchIsRefused() throws IOException {
        String zeros = "0".repeat(20_000_000);
        assertRefused("expands from", SourceFiles.zip("train.amat", zeros, "test.amat", rows(5)));
    }

    @Test
    void anEntryOfAnUnexpectedSizeIsRefused() throws IOException {
        assertRefused("cannot be 5 rows of 3 numbers", SourceFiles.zip("train.amat", rows(6), "test.amat", "1 2"));
    }

    @Test
    void aMissingEntryIsRefused() throws IOException {
        assertRefused("0 .amat files for test", SourceFiles.zip("train.amat", rows(6)));
    }

    @Test
    void aTruncatedZipIsRefused() throws IOException {
        byte[] zip = SourceFiles.zip("train.amat", rows(6), "test.amat", rows(5));
        assertRefused("is not a complete zip", java.util.Arrays.copyOf(zip, zip.length / 2));
    }

    @Test
    void aFileWithTooFewOrTooManyRowsIsRefused() throws IOException {
        assertRefused("ends after 4 of 5 rows", SourceFiles.zip("train.amat", rows(6), "test.amat", rows(4)));
        assertRefused("has more than 5 rows", SourceFiles.zip("train.amat", rows(6), "test.amat", rows(6)));
    }

    @Test
    void theErrorNamesTheInvalidRow() throws IOException {
        String invalid = rows(2) + amatRow(WIDTH + 1, 0, 0, 1) + rows(2);
        assertRefused(
                "test.amat: row 3 has more than 3 columns",
                SourceFiles.zip("train.amat", rows(6), "test.amat", invalid));
        invalid = rows(2) + amatRow(WIDTH - 1, 0, 0, 1) + rows(2);
        assertRefused("test.amat: row 3 has 2 columns", SourceFiles.zip("train.amat", rows(6), "test.amat", invalid));
        invalid = rows(3) + amatRow(WIDTH, 1.5, 0, 1) + rows(1);
        assertRefused(
                "row 4, column 1 has 1.5, which is not a pixel in [0, 1].",
                SourceFiles.zip("train.amat", rows(6), "test.amat", invalid));
        invalid = rows(4) + amatRow(WIDTH, 0.5, 0, 2);
        assertRefused(
                "row 5 has the label 2.0, but labels are 0 to 1.",
                SourceFiles.zip("train.amat", rows(6), "test.amat", invalid));
        invalid = rows(4) + "  0.5 zero 1\n";
        assertRefused(
                "row 5 has 'zero', which is not a number.",
                SourceFiles.zip("train.amat", rows(6), "test.amat", invalid));
    }

    private void assertRefused(String what, byte[] zip) throws IOException {
        assertRefused(what, zip, BroadcastFiles.hash("SHA-1", zip));
    }

    private void assertRefused(String what, byte[] zip, String sha1) throws IOException {
        assertThatThrownBy(() -> prepare(zip, sha1, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("small.zip")
                .hasMessageContaining(what)
                .hasMessageNotContaining("\n");
        assertThat(dir.resolve("out/small")).doesNotExist();
        if (Files.exists(dir.resolve("out"))) {
            try (var left = Files.list(dir.resolve("out"))) {
                assertThat(left).isEmpty();
            }
        }
    }
}
