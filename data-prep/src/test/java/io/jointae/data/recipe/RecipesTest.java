package io.jointae.data.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.data.DatasetOutput;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.describe.DatasetDescription;
import io.jointae.data.prepare.Catalog;
import io.jointae.data.prepare.PaperDataset;
import io.jointae.data.prepare.PaperDatasetPreparation;
import io.jointae.data.prepare.PaperDatasetRequest;
import io.jointae.testing.SampleData;
import io.jointae.testing.SharedData;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipesTest {

    private static final Map<Split, Long> SMALL = Map.of(Split.TRAIN, 40L, Split.VALID, 10L, Split.TEST, 30L);

    @TempDir
    private static Path samples;

    private static Path digits;
    private static Path photos;
    private static SparkSession spark;

    @TempDir
    private Path dir;

    @BeforeAll
    static void start() throws IOException {
        digits = SampleData.repeatedMnist(samples);
        photos = SampleData.photos(samples);
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Prepares a dataset from the samples of digits and photographs. */
    private Manifest prepare(String name, String out, long seed, long rowsPerFile, Map<Split, Long> counts)
            throws IOException {
        PaperDataset dataset = Catalog.get(name);
        return prepare(new PaperDatasetRequest(
                dataset,
                dataset.recipe().needsDigits() ? digits.toString() : null,
                dataset.recipe().needsBackgrounds() ? photos.toString() : null,
                counts,
                seed,
                dataset.recipe().needsDigits(),
                new DatasetOutput(dir.resolve(out).toString(), false, rowsPerFile)));
    }

    private static Manifest prepare(PaperDatasetRequest request) throws IOException {
        return new PaperDatasetPreparation(spark, line -> {}).run(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "rot", "bg-rand", "bg-img", "bg-img-rot", "rectangles", "rect-img", "convex"})
    void theSameSeedGivesTheSameRowsForAnyNumberOfFiles(String name) throws IOException {
        Manifest many = prepare(name, "many", 5, 15, SMALL);
        Manifest one = prepare(name, "one", 5, 1000, SMALL);
        Manifest other = prepare(name, "other", 6, 1000, SMALL);
        assertThat(many.files()).hasSize(6);
        assertThat(one.files()).hasSize(3);
        assertThat(many.hash()).isEqualTo(one.hash());
        assertThat(other.hash()).isNotEqualTo(one.hash());
        assertThat(one.seed()).isEqualTo(5);
        assertThat(one.recipe()).startsWith("generated, not the official data");
        boolean hasDigits = Catalog.get(name).recipe().needsDigits();
        assertThat(one.choices()).containsEntry("recipe version", hasDigits ? "2" : "1");
        // The sample of digits is not the published one.
        assertThat(one.unverified()).isEqualTo(hasDigits);
    }

    @ParameterizedTest
    @CsvSource({
        "rectangles, 7e5983a0d6f141cbd95326fa4668d2ab5e5b105e1c2289cb770d2a85874c9421",
        "convex, 89e4390a14596cf86062f385f5f72362acc4c6e459d898b19ceb502c297a8f2c"
    })
    void rowsEqualThoseOfVersion010(String name, String hash) throws IOException {
        Map<Split, Long> counts = Map.of(Split.TRAIN, 30L, Split.VALID, 10L, Split.TEST, 20L);
        assertThat(prepare(name, "pinned", 1, 1000, counts).hash()).isEqualTo(hash);
    }

    @Test
    void theFullDigitsAndPhotographsAreAccepted() throws IOException {
        Path fullDigits = SharedData.require("data/mnist");
        Path fullPhotos = SharedData.require("data/backgrounds");
        Manifest manifest = prepare(new PaperDatasetRequest(
                Catalog.get("bg-img-rot"),
                fullDigits.toString(),
                fullPhotos.toString(),
                SMALL,
                5,
                new DatasetOutput(dir.resolve("full").toString(), false, 1000)));
        assertThat(manifest.counts()).isEqualTo(SMALL);
        assertThat(manifest.sources()).hasSize(4 + 14);
        assertThat(manifest.sources().subList(0, 4)).allMatch(SourceFile::official);
        assertThat(manifest.unverified()).isFalse();
    }

    @Test
    void rotatedDigitsHaveTheDeviationOfTheOfficialOnes() throws IOException {
        Map<Split, Long> counts = Map.of(Split.TRAIN, 100L, Split.VALID, 100L, Split.TEST, 10_000L);
        String fullDigits = SharedData.require("data/mnist").toString();
        prepare(new PaperDatasetRequest(
                Catalog.get("rot"),
                fullDigits,
                null,
                counts,
                1,
                DatasetOutput.to(dir.resolve("out").toString())));
        DatasetDescription rotated = DatasetDescription.of(
                spark, PreparedDataset.open(spark, dir.resolve("out/rot").toString()));
        // The published deviation of the official training rows is 0.297.
        assertThat(rotated.summaries().get(Split.TEST).standardDeviation()).isCloseTo(0.297, within(0.003));
    }

    @Test
    void aQuarterTurnMovesEveryPixelAndAFullOneNone() {
        float[] image = new float[784];
        RowRandom random = new RowRandom(1, 2, 3);
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) random.nextDouble();
        }
        // Even at the center of a pixel, the two nearest neighbors have a weight of exp(-1 / 0.18) = 0.0039 each.
        float blending = 0.01f;
        float[] quarter = Rotated.rotate(image, Math.PI / 2);
        for (int y = 0; y < 28; y++) {
            for (int x = 0; x < 28; x++) {
                assertThat(quarter[y * 28 + x]).isCloseTo(image[(27 - x) * 28 + y], within(blending));
            }
        }
        assertThat(Rotated.rotate(image, 2 * Math.PI))
                .usingComparatorWithPrecision(blending)
                .containsExactly(image);
    }

    @Test
    void noDigitOccursTwice() {
        int[] order = Digits.order(7, 70_000);
        boolean[] seen = new boolean[order.length];
        for (int digit : order) {
            assertThat(seen[digit]).isFalse();
            seen[digit] = true;
        }
        assertThat(Digits.order(8, 70_000)).isNotEqualTo(order);
    }

    @Test
    void digitsThatAreNotThePublishedOnesAreRefused() {
        assertThatThrownBy(() -> run("rot", digits, null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("train-images-idx3-ubyte that is not the published file of MNIST");
        assertThat(dir.resolve("out")).doesNotExist();
    }

    @Test
    void aMissingSourceIsNamed() throws IOException {
        assertThatThrownBy(() -> run("basic", null, null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("source is missing: basic needs the official mnist.zip");
        assertThatThrownBy(() -> run("rect-img", null, null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("backgrounds is missing: rect-img needs a folder of photographs");
        Path empty = Files.createDirectory(dir.resolve("empty"));
        assertThatThrownBy(() -> run("rect-img", null, empty))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has no images");
        Files.writeString(empty.resolve("broken.png"), "no image");
        assertThatThrownBy(() -> run("rect-img", null, empty))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "broken.png that cannot be decoded: it is not an image of a known format; remove the file.");
        assertThatThrownBy(() -> run("convex", empty, null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has no convex.zip: leave the source out to generate convex from its recipe.");
    }

    private void run(String name, Path source, Path backgrounds) throws IOException {
        new PaperDatasetPreparation(spark, line -> {})
                .run(new PaperDatasetRequest(
                        Catalog.get(name),
                        source == null ? null : source.toString(),
                        backgrounds == null ? null : backgrounds.toString(),
                        SMALL,
                        1,
                        DatasetOutput.to(dir.resolve("out").toString())));
    }
}
