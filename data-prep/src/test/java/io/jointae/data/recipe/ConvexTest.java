package io.jointae.data.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.data.Example;
import io.jointae.data.RowIterator;
import io.jointae.data.Split;
import io.jointae.data.source.AmatParser;
import io.jointae.testing.SampleData;
import io.jointae.testing.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the recipe of the convex dataset against exact geometry and against the official rows. */
class ConvexTest {

    private static final int PIXELS = Convex.SIDE * Convex.SIDE;
    private static final int ROWS = 8000;

    @TempDir
    private Path dir;

    private static Example picture(String rows, int label) {
        String[] lines = rows.split("/");
        float[] pixels = new float[lines.length * lines.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = lines[i / lines.length].charAt(i % lines.length) == '#' ? 1 : 0;
        }
        return new Example(0, label, pixels);
    }

    @ParameterizedTest
    @CsvSource({
        "#../.../..., true",
        "###/###/###, true",
        "#../.#./..#, true",
        "#../##./###, true",
        ".#./###/.#., true",
        "#.#/.../..., false",
        "###/#.#/###, false",
        "#.#/#.#/###, false",
        "##../..../..../..##, false",
        "#.../.#../..#./####, false"
    })
    void theHullTellsConvexPicturesFromOthers(String rows, boolean convex) {
        Example image = picture(rows, 0);
        assertThat(LatticeHull.isConvex(image, rows.indexOf('/'))).isEqualTo(convex);
    }

    @Test
    void everyConvexRowFillsItsHullAndNoOtherRowDoes() throws IOException {
        double[] ones = new double[2];
        int[] rows = new int[2];
        double[] smallest = {PIXELS, PIXELS};
        try (RowIterator examples = new Convex().reader(1, Split.TEST).read(0, ROWS)) {
            while (examples.hasNext()) {
                Example row = examples.next();
                assertThat(LatticeHull.isConvex(row, Convex.SIDE))
                        .as("row %d has label %d", row.getId(), row.getLabel())
                        .isEqualTo(row.getLabel() == 1);
                double on = sum(row);
                smallest[row.getLabel()] = Math.min(smallest[row.getLabel()], on);
                ones[row.getLabel()] += on / PIXELS;
                rows[row.getLabel()]++;
            }
        }
        // In the official file the share of ones is 0.384 for convex rows and 0.387 for the others.
        assertThat(ones[1] / rows[1]).isCloseTo(0.384, within(0.015));
        assertThat(ones[0] / rows[0]).isCloseTo(0.387, within(0.015));
        assertThat((double) rows[1] / ROWS).isCloseTo(0.5, within(0.02));
        assertThat(smallest[1]).isGreaterThanOrEqualTo(19);
        assertThat(smallest[0]).isGreaterThanOrEqualTo(10);
    }

    @Test
    void theOfficialSampleIsLabeledByTheSameGeometry() throws IOException {
        Path sample = SampleData.convex(dir);
        List<Example> rows = new ArrayList<>(official(sample, "convex_train.amat"));
        rows.addAll(official(sample, "50k/convex_test.amat"));
        assertThat(rows).hasSize(SampleData.TRAIN_ROWS + SampleData.TEST_ROWS);
        assertThat(rows).extracting(Example::getLabel).contains(0, 1);
        assertLabeledByTheHull(rows);
    }

    @Test
    void theFullOfficialTrainingFileIsLabeledByTheSameGeometry() throws IOException {
        List<Example> rows = official(SharedData.require("data/convex.zip"), "convex_train.amat");
        assertThat(rows).hasSize(8000);
        assertLabeledByTheHull(rows);
    }

    private static void assertLabeledByTheHull(List<Example> rows) {
        for (Example row : rows) {
            boolean convex = row.getLabel() == 1;
            assertThat(LatticeHull.isConvex(row, Convex.SIDE))
                    .as("hull of row %d", row.getId())
                    .isEqualTo(convex);
            assertThat(Convex.midpointConvex(region(row)))
                    .as("midpoints of row %d", row.getId())
                    .isEqualTo(convex);
        }
    }

    private static List<Example> official(Path zip, String entry) throws IOException {
        List<Example> rows = new ArrayList<>();
        float[] values = new float[PIXELS + 1];
        try (ZipFile file = new ZipFile(zip.toFile());
                AmatParser parser = new AmatParser(file.getInputStream(file.getEntry(entry)), values.length, entry)) {
            while (parser.nextRow(values)) {
                rows.add(new Example(rows.size(), (int) values[PIXELS], Arrays.copyOf(values, PIXELS)));
            }
        }
        return rows;
    }

    private static boolean[] region(Example row) {
        boolean[] region = new boolean[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            region[i] = row.getPixels()[i] == 1;
        }
        return region;
    }

    private static double sum(Example row) {
        double sum = 0;
        for (float pixel : row.getPixels()) {
            sum += pixel;
        }
        return sum;
    }
}
