package io.jointae.score;

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
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreJobTest {

    private static final int ROWS = 60;
    private static final double TOLERANCE = 1e-5;

    private static SparkSession spark;

    @TempDir
    Path dir;

    private final ModelDirectory trained = ScoringFixtures.model();
    private String model;
    private String input;
    private String output;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void write() throws IOException {
        model = dir.resolve("model").toString();
        input = dir.resolve("in").toString();
        output = dir.resolve("out").toString();
        trained.write(new Configuration(), model, false);
    }

    private ScoreRequest request(boolean skip, boolean resume, boolean overwrite) {
        return new ScoreRequest(model, List.of(input), output, null, null, true, true, skip, resume, overwrite);
    }

    private ScoreSummary score(ScoreRequest request) throws IOException {
        return new ScoreJob(spark, request, line -> {}).run();
    }

    private void assertScored(int rows) {
        List<Row> all = spark.read().parquet(output).collectAsList();
        assertThat(all.stream().map(row -> row.<Long>getAs("id")).distinct()).hasSize(rows);
        assertThat(all).hasSize(rows).allSatisfy(row -> {
            long id = row.<Long>getAs("id");
            float[] pixels = ScoringFixtures.pixels(id, ScoringFixtures.INPUTS);
            double[] wanted = ScoringFixtures.reconstruction(trained.model(), pixels, 3);
            double error = 0;
            for (int i = 0; i < pixels.length; i++) {
                error -= pixels[i] * Math.log(wanted[i]) + (1 - pixels[i]) * Math.log(1 - wanted[i]);
            }
            assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("features"))))
                    .containsExactly(ScoringFixtures.code(trained.model(), pixels, 3), within(TOLERANCE));
            assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("reconstruction"))))
                    .containsExactly(wanted, within(TOLERANCE));
            assertThat(row.<Double>getAs("reconstruction_error")).isCloseTo(error, within(1e-4));
            assertThat(row.<String>getAs("name")).isEqualTo("row " + id);
            assertThat(row.<Integer>getAs("day")).isEqualTo((int) (id % 3));
        });
        assertThat(Files.exists(Path.of(output + ".run"))).isFalse();
    }

    @Test
    void parquetInFeaturesOutEveryColumnCarriedAndRowsCounted() throws IOException {
        ScoringFixtures.table(spark, ROWS).repartition(3).write().parquet(input);
        ScoreSummary summary = score(request(false, false, false));
        assertThat(summary.rowsIn()).isEqualTo(ROWS);
        assertThat(summary.rowsOut()).isEqualTo(ROWS);
        assertThat(summary.bad()).isNull();
        assertScored(ROWS);
        assertThat(spark.read().parquet(output).columns())
                .containsExactly("id", "name", "day", "features", "reconstruction", "reconstruction_error");
    }

    @Test
    void partitionsOfATableAreCarriedThrough() throws IOException {
        ScoringFixtures.table(spark, ROWS)
                .withColumn("city", lit("a/b c"))
                .write()
                .partitionBy("day", "city")
                .parquet(input);
        score(request(false, false, false));
        assertScored(ROWS);
        assertThat(partitions(Path.of(output)))
                .isEqualTo(partitions(Path.of(input)))
                .hasSize(3);
    }

    private static List<String> partitions(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .map(file -> table.relativize(file.getParent()).toString())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    @Test
    void globsAndListsOfPathsAreOneTable() throws IOException {
        ScoringFixtures.table(spark, 20).write().parquet(input + "/a1");
        ScoringFixtures.table(spark, 30).where("id >= 20").write().parquet(input + "/a2");
        ScoringFixtures.table(spark, 45)
                .where("id >= 30")
                .write()
                .parquet(dir.resolve("more").toString());
        ScoreSummary summary = score(new ScoreRequest(
                model,
                List.of(input + "/a*", dir.resolve("more").toString()),
                output,
                "pixels",
                null,
                true,
                true,
                false,
                false,
                false));
        assertThat(summary.rowsIn()).isEqualTo(45);
        assertScored(45);
    }

    @Test
    void globsOfPartitionFoldersCarryThePartitionColumns() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().partitionBy("day").parquet(input);
        input += "/day=[02]";
        assertThat(score(request(false, false, false)).rowsOut()).isEqualTo(2 * ROWS / 3);
        assertScored(2 * ROWS / 3);
        assertThat(partitions(Path.of(output))).containsExactly("day=0", "day=2");
    }

    @Test
    void aPreparedDatasetIsTheTableOfItsSplits() throws IOException {
        ScoringFixtures.table(spark, ROWS)
                .withColumn("split", expr("if(id < 9, 'test', 'train')"))
                .write()
                .partitionBy("split")
                .parquet(input);
        Files.writeString(Path.of(input, "manifest.json"), "{}");
        assertThat(score(request(false, false, false)).rowsOut()).isEqualTo(ROWS);
        assertScored(ROWS);
        assertThat(partitions(Path.of(output))).containsExactly("split=test", "split=train");
    }

    @Test
    void filesOfSeveralKindsAndOutputsInTheInputAreRefused() throws IOException {
        ScoringFixtures.table(spark, 3).write().parquet(input);
        for (String inside : List.of(input, input + "/features", dir.toString())) {
            ScoreRequest within =
                    new ScoreRequest(model, List.of(input), inside, null, null, false, false, false, false, true);
            assertThatThrownBy(() -> score(within))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("lie in each other: choose another output");
        }
        Files.write(Path.of(input, "digit.png"), new byte[1]);
        assertThatThrownBy(() -> score(request(false, false, false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("files of several kinds")
                .hasMessageContaining("digit.png");
        assertThat(Files.exists(Path.of(output + ".run"))).isFalse();
    }

    @Test
    void resumeKeepsCompletePartitionsAndMakesTheOthers() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().partitionBy("day").parquet(input);
        ScoreRequest request = request(false, true, false);
        ResumableOutput workshop = ResumableOutput.open(new Configuration(), request, trained, 3, "pixels");
        // A marker where a finished partition lies: scored again, it would be gone.
        ScoreRequest whole =
                new ScoreRequest(model, List.of(input), output + "-once", null, null, true, true, false, false, false);
        score(whole);
        Path kept = Path.of(workshop.tree().toUri()).resolve("day=1");
        Files.createDirectories(kept.getParent());
        Files.move(Path.of(output + "-once/day=1"), kept);
        List<Path> before = parquet(kept);
        score(request);
        assertScored(ROWS);
        assertThat(parquet(Path.of(output, "day=1")).stream().map(Path::getFileName))
                .containsExactlyElementsOf(
                        before.stream().map(Path::getFileName).toList());
    }

    private static List<Path> parquet(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anInterruptedRunIsNeitherOutputNorOverwrittenUnasked() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().parquet(input);
        ResumableOutput.open(new Configuration(), request(false, true, false), trained, 3, "pixels");
        assertThat(Files.exists(Path.of(output))).isFalse();
        assertThatThrownBy(() -> score(request(false, false, false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--resume");
        assertThatThrownBy(() -> score(request(true, true, false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another model, input or option");
        score(request(false, false, true));
        assertScored(ROWS);
    }

    @Test
    void anExistingOutputIsRefusedWithoutOverwrite() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().parquet(input);
        score(request(false, false, false));
        assertThatThrownBy(() -> score(request(false, false, false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--overwrite");
        score(request(false, false, true));
        assertScored(ROWS);
    }

    private void writeWithBadRows() {
        Dataset<Row> bad = spark.createDataFrame(
                List.of(
                        ScoringFixtures.row(100, null),
                        ScoringFixtures.row(101, ScoringFixtures.boxed(new float[3])),
                        ScoringFixtures.row(
                                102, ScoringFixtures.boxed(new float[] {1, Float.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))),
                ScoringFixtures.SCHEMA);
        ScoringFixtures.table(spark, ROWS).union(bad).coalesce(1).write().parquet(input);
    }

    @Test
    void aBadRowStopsTheJobWhichNamesFileAndRow() {
        writeWithBadRows();
        assertThatThrownBy(() -> score(request(false, false, false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(input)
                .hasMessageContaining(".parquet: row 60 (from 0) is null")
                .hasMessageContaining("--bad-rows skip");
        assertThat(dir).isDirectoryNotContaining(path -> path.toString().startsWith(output));
    }

    @Test
    void aFileThatIsNoParquetIsNamed() throws IOException {
        ScoringFixtures.table(spark, ROWS).coalesce(1).write().parquet(input);
        Files.writeString(Path.of(input, "part-99999.parquet"), "cut off somewhere");
        assertThatThrownBy(() -> score(request(false, false, false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("part-99999.parquet is not a Parquet file");
    }

    @Test
    void skippedBadRowsGoAsideWithTheReasonAndTheCountsAddUp() throws IOException {
        writeWithBadRows();
        ScoreSummary summary = score(request(true, false, false));
        assertThat(summary.rowsIn()).isEqualTo(ROWS + 3);
        assertThat(summary.rowsOut()).isEqualTo(ROWS);
        assertThat(summary.rowsBad()).isEqualTo(3);
        assertScored(ROWS);
        List<Row> bad = spark.read().parquet(summary.bad()).orderBy("id").collectAsList();
        assertThat(bad.stream().map(row -> row.<String>getAs("bad_reason")))
                .containsExactly("is null", "has 3 values, not 12", "has null or NaN in place 1");
        assertThat(bad.stream().map(row -> row.<Long>getAs("bad_row"))).containsExactly(60L, 61L, 62L);
        assertThat(bad)
                .allSatisfy(row -> assertThat(row.<String>getAs("bad_file")).contains(input));
        assertThat(bad.get(1).<Integer>getAs("day")).isEqualTo(2);
    }

    @Test
    void aModelOfAnotherWidthIsRefused() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().parquet(input);
        String narrow = dir.resolve("narrow").toString();
        ScoringFixtures.model(9, 4).write(new Configuration(), narrow, false);
        ScoreRequest request =
                new ScoreRequest(narrow, List.of(input), output, null, null, false, false, true, false, false);
        assertThatThrownBy(() -> score(request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has 9 inputs")
                .hasMessageContaining("rows of 12 values");
        assertThat(Files.exists(Path.of(output + ".run"))).isFalse();
    }

    @Test
    void reservedNamesLayersAndAmbiguousColumnsAreRefused() {
        ScoringFixtures.table(spark, 3).withColumn("Features", lit(1)).write().parquet(input);
        assertThatThrownBy(() -> score(request(false, false, false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("column Features, which score adds");
        ScoringFixtures.table(spark, 3)
                .withColumn("more", col("pixels"))
                .write()
                .mode("overwrite")
                .parquet(input);
        assertThatThrownBy(() -> score(request(false, false, false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "pixels (array<float>), more (array<float>) hold vectors: choose one with --column");
        ScoreRequest deep =
                new ScoreRequest(model, List.of(input), output, "pixels", 4, false, false, false, false, false);
        assertThatThrownBy(() -> score(deep))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("layer 4");
        assertThatThrownBy(() -> score(new ScoreRequest(
                        model,
                        List.of(dir.resolve("nowhere").toString()),
                        output,
                        null,
                        null,
                        false,
                        false,
                        false,
                        false,
                        false)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void idxFilesAreScoredAsBytesOver255() throws IOException {
        idxFile(dir.resolve("in"));
        assertIdxScored();
    }

    @Test
    void foldersWithIdxFilesAreScoredWithoutTheLabels() throws IOException {
        Files.createDirectory(dir.resolve("in"));
        idxFile(dir.resolve("in/images-idx3-ubyte"));
        Files.write(dir.resolve("in/labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 3, 4});
        Files.writeString(dir.resolve("in/README.txt"), "digits");
        assertIdxScored();
    }

    private static void idxFile(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int header : new int[] {0x0803, 5, 3, 4}) {
            out.writeInt(header);
        }
        for (int i = 0; i < 5 * ScoringFixtures.INPUTS; i++) {
            out.writeByte(4 * i);
        }
        Files.write(file, bytes.toByteArray());
    }

    private void assertIdxScored() throws IOException {
        assertThat(score(request(false, false, false)).rowsOut()).isEqualTo(5);
        for (Row row : spark.read().parquet(output).collectAsList()) {
            float[] pixels = new float[ScoringFixtures.INPUTS];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (int) (4 * (row.<Long>getAs("id") * pixels.length + i)) / 255f;
            }
            assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("features"))))
                    .containsExactly(ScoringFixtures.code(trained.model(), pixels, 3), within(TOLERANCE));
        }
    }

    @Test
    void foldersOfImagesAreScoredAndBrokenOnesSetAside() throws IOException {
        Files.createDirectories(Path.of(input, "sub"));
        BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY);
        float[] pixels = new float[ScoringFixtures.INPUTS];
        for (int i = 0; i < pixels.length; i++) {
            image.getRaster().setSample(i % 4, i / 4, 0, 20 * i);
            pixels[i] = 20 * i / 255f;
        }
        ImageIO.write(image, "png", Path.of(input, "sub", "good.png").toFile());
        Files.writeString(Path.of(input, "broken.png"), "no image");
        ScoreSummary summary = score(request(true, false, false));
        assertThat(List.of(summary.rowsIn(), summary.rowsOut(), summary.rowsBad()))
                .containsExactly(2L, 1L, 1L);
        Row row = spark.read().parquet(output).head();
        assertThat(row.<String>getAs("path")).endsWith("sub/good.png");
        assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("features"))))
                .containsExactly(ScoringFixtures.code(trained.model(), pixels, 3), within(TOLERANCE));
    }

    @Test
    void anEmptyTableGivesAnEmptyOutput() throws IOException {
        ScoringFixtures.table(spark, 1).where("id > 5").write().parquet(input);
        assertThat(score(request(false, false, false)).rowsOut()).isZero();
        assertThat(new ArrayList<>(spark.read().parquet(output).collectAsList()))
                .isEmpty();
    }
}
