package io.jointae.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.ScoringFixtures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ScoreInputTest extends ScoreJobHarness {

    @Test
    void filesOfSeveralKindsAndOutputsInTheInputAreRefused() throws IOException {
        ScoringFixtures.table(spark, 3).write().parquet(input);
        for (String inside : List.of(input, input + "/features", dir.toString())) {
            ScoreRequest overlapping =
                    ScoreRequest.of(model, List.of(input), inside).withExisting(ExistingOutput.OVERWRITE);
            assertThatThrownBy(() -> score(overlapping))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("are inside each other: choose another output.");
        }
        Files.write(Path.of(input, "digit.png"), new byte[1]);
        assertThatThrownBy(() -> score(request()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("files of several kinds")
                .hasMessageContaining("digit.png");
        assertThat(Files.exists(Path.of(output + ".run"))).isFalse();
    }

    @Test
    void aFileThatIsNotParquetIsNamed() throws IOException {
        ScoringFixtures.table(spark, ROWS).coalesce(1).write().parquet(input);
        Files.writeString(Path.of(input, "part-99999.parquet"), "cut off somewhere");
        assertThatThrownBy(() -> score(request()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("part-99999.parquet is not a Parquet file");
    }

    @Test
    void aModelOfAnotherWidthIsRefused() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().parquet(input);
        String narrow = dir.resolve("narrow").toString();
        ScoringFixtures.model(9, 4).write(new Configuration(), narrow, false);
        ScoreRequest request = ScoreRequest.of(narrow, List.of(input), output).withInvalidRows(InvalidRowPolicy.SKIP);
        assertThatThrownBy(() -> score(request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has 9 inputs")
                .hasMessageContaining("rows of 12 values");
        assertThat(Files.exists(Path.of(output + ".run"))).isFalse();
    }

    @Test
    void reservedNamesLayersAndAmbiguousColumnsAreRefused() {
        ScoringFixtures.table(spark, 3).withColumn("Features", lit(1)).write().parquet(input);
        assertThatThrownBy(() -> score(request()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("input has a column Features, which is the name of a column to write: rename it.");
        ScoringFixtures.table(spark, 3)
                .withColumn("more", col("pixels"))
                .write()
                .mode("overwrite")
                .parquet(input);
        assertThatThrownBy(() -> score(request()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "column is not set, but several columns hold vectors: choose one of pixels (array<float>), more"
                                + " (array<float>).");
        ScoreRequest tooDeep = ScoreRequest.of(model, List.of(input), output)
                .withColumns(new ScoreRequest.Columns("pixels", 4, false, false));
        assertThatThrownBy(() -> score(tooDeep))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("layer 4 does not exist: choose 1 to 3.");
        ScoreRequest nowhere =
                ScoreRequest.of(model, List.of(dir.resolve("nowhere").toString()), output);
        assertThatThrownBy(() -> score(nowhere))
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

    @Test
    void foldersOfImagesAreScoredAndBrokenImagesWrittenToTheSideTable() throws IOException {
        Files.createDirectories(Path.of(input, "sub"));
        BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY);
        float[] pixels = new float[ScoringFixtures.INPUTS];
        for (int i = 0; i < pixels.length; i++) {
            image.getRaster().setSample(i % 4, i / 4, 0, 20 * i);
            pixels[i] = 20 * i / 255f;
        }
        ImageIO.write(image, "png", Path.of(input, "sub", "good.png").toFile());
        Files.writeString(Path.of(input, "broken.png"), "no image");
        ScoreSummary summary = score(request().withInvalidRows(InvalidRowPolicy.SKIP));
        assertThat(summary.rows()).isEqualTo(new ScoreSummary.Rows(2, 1, 1));
        Row row = spark.read().parquet(output).head();
        assertThat(row.<String>getAs("path")).endsWith("sub/good.png");
        assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("features"))))
                .containsExactly(ScoringFixtures.code(trained.model(), pixels, 3), within(TOLERANCE));
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
        assertThat(score(request()).rows().rowsOut()).isEqualTo(5);
        for (Row row : spark.read().parquet(output).collectAsList()) {
            float[] pixels = new float[ScoringFixtures.INPUTS];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (int) (4 * (row.<Long>getAs("id") * pixels.length + i)) / 255f;
            }
            assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("features"))))
                    .containsExactly(ScoringFixtures.code(trained.model(), pixels, 3), within(TOLERANCE));
        }
    }
}
