package io.jointae.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.data.Example;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.data.describe.DatasetDescription;
import io.jointae.testing.SharedData;
import io.jointae.testing.TestSessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipFile;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official rectangles, and ours beside them. */
class RectanglesTest {

    private static final int SIDE = 28;

    @TempDir
    private static Path dir;

    private static SparkSession spark;
    private static Path zip;
    private static Manifest manifest;
    private static PreparedDataset official;

    @BeforeAll
    static void prepare() throws IOException {
        zip = SharedData.require("data/rectangles.zip");
        spark = TestSessions.local();
        Preparation preparation = new Preparation(spark, line -> {});
        PaperDataset entry = Catalogue.get("rectangles");
        manifest =
                preparation.run(PrepareRequest.of(entry, dir.resolve("official").toString(), zip.toString()));
        official =
                PreparedDataset.open(spark, dir.resolve("official/rectangles").toString());
    }

    @AfterAll
    static void stop() {
        if (spark != null) {
            spark.stop();
        }
    }

    @Test
    void countsAreThePapers() {
        assertThat(manifest.count(Split.TRAIN)).isEqualTo(1000);
        assertThat(manifest.count(Split.VALID)).isEqualTo(200);
        assertThat(manifest.count(Split.TEST)).isEqualTo(50_000);
        assertThat(manifest.name()).isEqualTo("rect");
    }

    @Test
    void everyOfficialValueComesBackAtItsPlace() throws IOException {
        Example[] train = new Example[1200];
        official.examples(Split.TRAIN).toLocalIterator().forEachRemaining(row -> train[(int) row.getId()] = row);
        official.examples(Split.VALID).toLocalIterator().forEachRemaining(row -> train[1000 + (int) row.getId()] = row);
        try (ZipFile file = new ZipFile(zip.toFile());
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        file.getInputStream(file.getEntry("rectangles_train.amat")), StandardCharsets.US_ASCII))) {
            for (Example row : train) {
                String[] words = lines.readLine().strip().split("\\s+");
                for (int i = 0; i < SIDE * SIDE; i++) {
                    assertThat(row.getPixels()[i]).isEqualTo(Float.parseFloat(words[i]));
                }
                assertThat((float) row.getLabel()).isEqualTo(Float.parseFloat(words[SIDE * SIDE]));
            }
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void trainingImagesThatStandInTestAreReported() {
        DatasetDescription description = DatasetDescription.of(spark, official);
        assertThat(description.summaries().get(Split.TRAIN).labels().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1000);
        assertThat(description.summaries().get(Split.TEST).mean()).isCloseTo(0.0766, within(1e-4));
        long train = description.alsoIn().get(Split.TRAIN).get(Split.TEST);
        long valid = description.alsoIn().get(Split.VALID).get(Split.TEST);
        // The published count is of the training file, validation rows included.
        assertThat(train + valid).isEqualTo(691);
    }

    /**
     * Heights, widths, places and labels of our 50,000 test rows against the official 50,000: a two-sample
     * chi-square test of each, which a true match fails once in ten thousand runs; the seed is fixed.
     */
    @Test
    void oursAreIndistinguishableFromTheOfficialOnes() throws IOException {
        new Preparation(spark, line -> {})
                .run(PrepareRequest.of(
                        Catalogue.get("rectangles"), dir.resolve("made").toString(), null));
        PreparedDataset made =
                PreparedDataset.open(spark, dir.resolve("made/rectangles").toString());
        Measured ours = Measured.of(made);
        Measured theirs = Measured.of(official);
        assertThat(ours.mean()).isCloseTo(theirs.mean(), within(4e-4));
        assertSame("sizes", ours.sizes, theirs.sizes);
        assertSame("tops", ours.tops, theirs.tops);
        assertSame("lefts", ours.lefts, theirs.lefts);
        assertSame("labels", ours.labels, theirs.labels);
        assertSame("relative tops", ours.relativeTops, theirs.relativeTops);
        assertSame("relative lefts", ours.relativeLefts, theirs.relativeLefts);
    }

    @Test
    void theChiSquareTestSeesADifference() {
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

    /** Of two samples of equal size: the sum of (a - b)^2 / (a + b). */
    private static double chiSquare(long[] a, long[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] + b[i] > 0) {
                sum += Math.pow(a[i] - b[i], 2) / (a[i] + b[i]);
            }
        }
        return sum;
    }

    /** The 0.9999 quantile, by Wilson and Hilferty (1931). */
    private static double critical(int degrees) {
        double z = 3.719;
        double k = 2.0 / (9.0 * degrees);
        return degrees * Math.pow(1 - k + z * Math.sqrt(k), 3);
    }

    /** Histograms of a test split's rectangles. */
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
            assertThat(Arrays.stream(labels).sum()).isEqualTo(50_000);
            return ones / rows / (SIDE * SIDE);
        }
    }
}
