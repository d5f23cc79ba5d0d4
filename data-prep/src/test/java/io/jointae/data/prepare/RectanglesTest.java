package io.jointae.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.describe.DatasetDescription;
import io.jointae.data.source.BroadcastFiles;
import io.jointae.testing.SampleData;
import io.jointae.testing.SharedData;
import io.jointae.testing.TestSessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipFile;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the official rectangles, and compares rows from the recipe with them. */
class RectanglesTest {

    private static final int SIDE = 28;

    @TempDir
    private static Path dir;

    private static SparkSession spark;
    private static PreparedDataset full;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Prepares the full official archive once; the test is skipped without it. */
    private static PreparedDataset full() throws IOException {
        if (full == null) {
            full = prepare("full", Catalog.get("rectangles"), SharedData.require("data/rectangles.zip"));
        }
        return full;
    }

    private static PreparedDataset prepare(String out, PaperDataset entry, Path zip) throws IOException {
        PaperDatasetRequest request = PaperDatasetRequest.of(
                entry, zip == null ? null : zip.toString(), dir.resolve(out).toString());
        new PaperDatasetPreparation(spark, line -> {}).run(request);
        return PreparedDataset.open(spark, request.target());
    }

    @Test
    void everyValueOfTheSampleComesBackInItsPlace() throws IOException {
        Path zip = SampleData.rectangles(dir);
        PaperDataset paper = Catalog.get("rectangles");
        Map<Split, Long> counts = Map.of(
                Split.TRAIN, SampleData.TRAIN_ROWS - 40L, Split.VALID, 40L, Split.TEST, (long) SampleData.TEST_ROWS);
        PreparedDataset sample = prepare(
                "sample",
                new PaperDataset(
                        paper.id(),
                        paper.paperName(),
                        new DatasetSize(paper.shape(), paper.classes(), counts),
                        new Archive(
                                "rectangles.zip",
                                "rectangles",
                                BroadcastFiles.hash("SHA-1", Files.readAllBytes(zip)),
                                null),
                        paper.recipe(),
                        paper.citation()),
                zip);
        assertThat(sample.manifest().counts()).isEqualTo(counts);
        assertEveryValueComesBack(zip, sample);
        // Reading a rectangle's sides also checks its label.
        assertThat(Measured.of(sample).rows).isEqualTo(SampleData.TEST_ROWS);
    }

    @Test
    void everyValueOfTheFullArchiveComesBackInItsPlace() throws IOException {
        assertEveryValueComesBack(SharedData.require("data/rectangles.zip"), full());
    }

    @Test
    void theFullArchiveHasTheCountsOfThePaper() throws IOException {
        assertThat(full().count(Split.TRAIN)).isEqualTo(1000);
        assertThat(full().count(Split.VALID)).isEqualTo(200);
        assertThat(full().count(Split.TEST)).isEqualTo(50_000);
        assertThat(full().name()).isEqualTo("rect");
    }

    private static void assertEveryValueComesBack(Path zip, PreparedDataset data) throws IOException {
        int trainRows = (int) data.count(Split.TRAIN);
        Example[] rows = new Example[trainRows + (int) data.count(Split.VALID)];
        data.examples(Split.TRAIN).toLocalIterator().forEachRemaining(row -> rows[(int) row.getId()] = row);
        data.examples(Split.VALID).toLocalIterator().forEachRemaining(row -> rows[trainRows + (int) row.getId()] = row);
        try (ZipFile file = new ZipFile(zip.toFile());
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        file.getInputStream(file.getEntry("rectangles_train.amat")), StandardCharsets.US_ASCII))) {
            for (Example row : rows) {
                String[] numbers = lines.readLine().strip().split("\\s+");
                float[] pixels = new float[SIDE * SIDE];
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = Float.parseFloat(numbers[i]);
                }
                assertThat(row.getPixels()).isEqualTo(pixels);
                assertThat((float) row.getLabel()).isEqualTo(Float.parseFloat(numbers[SIDE * SIDE]));
            }
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void theRowsOfThePublishedArchiveHaveTheKnownHash() throws IOException {
        assertThat(full().manifest().hash())
                .isEqualTo(Catalog.get("rectangles").archive().rows());
    }

    @Test
    void theOfficialRowsOfConvexAreAcceptedFromAnArchiveThatWasPackedAgain() throws IOException {
        PreparedDataset convex = prepare("convex", Catalog.get("convex"), SharedData.require("data/convex.zip"));
        assertThat(convex.manifest().sources()).hasSize(1).allMatch(SourceFile::official);
        assertThat(convex.manifest().choices()).containsKey("packing");
        assertThat(convex.manifest().unverified()).isFalse();
        assertThat(convex.count(Split.TEST)).isEqualTo(50_000);
    }

    @Test
    void trainingImagesThatAreAlsoTestImagesAreCounted() throws IOException {
        DatasetDescription description = DatasetDescription.of(spark, full());
        assertThat(description.summaries().get(Split.TRAIN).labels().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1000);
        assertThat(description.summaries().get(Split.TEST).mean()).isCloseTo(0.0766, within(1e-4));
        long train = description.duplicates().get(Split.TRAIN).get(Split.TEST);
        long valid = description.duplicates().get(Split.VALID).get(Split.TEST);
        // The published count is of the training file, validation rows included.
        assertThat(train + valid).isEqualTo(691);
    }

    /**
     * Compares heights, widths, places and labels of 50,000 test rows from the recipe with those of the official file.
     * Each two-sample chi-square test fails once in ten thousand runs if the distributions agree; the seed is fixed.
     */
    @Test
    void rowsFromTheRecipeAreDistributedAsTheOfficialOnes() throws IOException {
        Measured theirs = Measured.of(full());
        Measured ours = Measured.of(prepare("recipe", Catalog.get("rectangles"), null));
        assertThat(ours.mean()).isCloseTo(theirs.mean(), within(4e-4));
        assertSame("sizes", ours.sizes, theirs.sizes);
        assertSame("tops", ours.tops, theirs.tops);
        assertSame("lefts", ours.lefts, theirs.lefts);
        assertSame("labels", ours.labels, theirs.labels);
        assertSame("relative tops", ours.relativeTops, theirs.relativeTops);
        assertSame("relative lefts", ours.relativeLefts, theirs.relativeLefts);
    }

    @Test
    void theChiSquareTestDetectsADifference() {
        long[] fair = {1000, 1000, 1000, 1000};
        long[] loaded = {1240, 920, 920, 920};
        assertThat(chiSquare(fair, loaded)).isGreaterThan(critical(3));
        assertThat(chiSquare(fair, fair)).isZero();
    }

    private static void assertSame(String what, long[] ours, long[] theirs) {
        int cells = (int) java.util.stream.IntStream.range(0, ours.length)
                .filter(i -> ours[i] + theirs[i] > 0)
                .count();
        assertThat(chiSquare(ours, theirs)).as(what).isLessThan(critical(cells - 1));
    }

    /** Returns the statistic for two samples of equal size: the sum of (a - b)^2 / (a + b). */
    private static double chiSquare(long[] a, long[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] + b[i] > 0) {
                sum += Math.pow(a[i] - b[i], 2) / (a[i] + b[i]);
            }
        }
        return sum;
    }

    /** Returns the 0.9999 quantile by the approximation of Wilson and Hilferty (1931). */
    private static double critical(int degrees) {
        double z = 3.719;
        double k = 2.0 / (9.0 * degrees);
        return degrees * Math.pow(1 - k + z * Math.sqrt(k), 3);
    }

    /** Holds histograms of the rectangles of a test split. */
    private static final class Measured {
        private final long[] sizes = new long[(SIDE + 1) * (SIDE + 1)];
        private final long[] tops = new long[SIDE];
        private final long[] lefts = new long[SIDE];
        private final long[] relativeTops = new long[5];
        private final long[] relativeLefts = new long[5];
        private final long[] labels = new long[2];
        private double ones;
        private long rows;

        static Measured of(PreparedDataset data) {
            Measured measured = new Measured();
            data.examples(Split.TEST).toLocalIterator().forEachRemaining(measured::add);
            return measured;
        }

        private void add(Example row) {
            int top = SIDE;
            int left = SIDE;
            int bottom = -1;
            int right = -1;
            for (int i = 0; i < SIDE * SIDE; i++) {
                if (row.getPixels()[i] > 0) {
                    top = Math.min(top, i / SIDE);
                    bottom = Math.max(bottom, i / SIDE);
                    left = Math.min(left, i % SIDE);
                    right = Math.max(right, i % SIDE);
                    ones++;
                }
            }
            int height = bottom - top + 1;
            int width = right - left + 1;
            assertThat(row.getLabel()).isEqualTo(height > width ? 1 : 0);
            sizes[height * (SIDE + 1) + width]++;
            tops[top]++;
            lefts[left]++;
            labels[row.getLabel()]++;
            relativeTops[Math.min(4, 5 * top / (SIDE - height + 1))]++;
            relativeLefts[Math.min(4, 5 * left / (SIDE - width + 1))]++;
            rows++;
        }

        private double mean() {
            assertThat(rows).isEqualTo(50_000);
            return ones / rows / (SIDE * SIDE);
        }
    }
}
