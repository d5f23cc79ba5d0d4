package io.jointae.data.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares the recipes with forty rows of the official test sets, which survive as images with 256 gray levels: twenty of
 * rot and twenty of bg-img. The digit of MNIST and the angle of each row were found by a search over all digits of its
 * label; {@code rows.csv} lists them.
 */
class OfficialRowsTest {

    private static final int PIXELS = 784;
    private static final List<OfficialRow> ROWS = new ArrayList<>();

    /**
     * An official row with the digit of which it is made.
     *
     * @param dataset the dataset
     * @param angle the angle in radians; 0 for bg-img
     * @param official the official gray levels
     * @param digit the gray levels of the digit of MNIST
     */
    private record OfficialRow(String dataset, double angle, byte[] official, byte[] digit) {

        int level(int i) {
            return Byte.toUnsignedInt(official[i]);
        }

        float[] digitPixels() {
            float[] pixels = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                pixels[i] = Digits.pixel(digit[i]);
            }
            return pixels;
        }
    }

    @BeforeAll
    static void readRows() throws IOException {
        byte[][] official = images("official-images-idx3-ubyte.gz");
        byte[][] digits = images("digits-images-idx3-ubyte.gz");
        List<String> lines;
        try (InputStream in = open("rows.csv")) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        }
        ROWS.clear();
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split(",", -1);
            double angle = fields[4].isEmpty() ? 0 : Double.parseDouble(fields[4]);
            ROWS.add(new OfficialRow(fields[0], angle, official[i], digits[i]));
        }
    }

    private static InputStream open(String name) {
        return OfficialRowsTest.class.getResourceAsStream("official-rows/" + name);
    }

    private static byte[][] images(String name) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(open(name)))) {
            in.skipNBytes(4);
            byte[][] images = new byte[in.readInt()][PIXELS];
            in.skipNBytes(8);
            for (byte[] image : images) {
                in.readFully(image);
            }
            return images;
        }
    }

    private static List<OfficialRow> rows(String dataset) {
        return ROWS.stream().filter(row -> row.dataset().equals(dataset)).toList();
    }

    private static int level(float pixel) {
        return Math.round(pixel * 255);
    }

    @Test
    void rotatedDigitsAgreeWithTheOfficialOnesWithinOneGrayLevel() {
        assertThat(rows("rot")).hasSize(20).allSatisfy(row -> {
            float[] rotated = Rotated.rotate(row.digitPixels(), row.angle());
            double squares = 0;
            for (int i = 0; i < PIXELS; i++) {
                int difference = level(rotated[i]) - row.level(i);
                assertThat(Math.abs(difference)).isLessThanOrEqualTo(1);
                squares += difference * difference;
            }
            assertThat(Math.sqrt(squares / PIXELS)).isLessThan(0.3);
        });
    }

    @Test
    void theOfficialImagesOnPhotographsAreTheMaximumOfDigitAndBackground() {
        assertThat(rows("bg-img")).hasSize(20).allSatisfy(row -> {
            float[] merged = row.digitPixels();
            float[] official = new float[PIXELS];
            int ink = 0;
            int inkOfDigit = 0;
            int backgroundInInk = 0;
            for (int i = 0; i < PIXELS; i++) {
                official[i] = row.level(i) / 255f;
                int digit = level(merged[i]);
                ink += digit > 128 ? 1 : 0;
                inkOfDigit += digit > 128 && digit == row.level(i) ? 1 : 0;
                backgroundInInk += digit > 0 && digit < row.level(i) ? 1 : 0;
            }
            ImageBackground.merge(merged, official);
            for (int i = 0; i < PIXELS; i++) {
                // A digit that is added to the background, or that covers it, would give another level somewhere.
                assertThat(level(merged[i])).isEqualTo(row.level(i));
            }
            assertThat((double) inkOfDigit / ink).isGreaterThan(0.8);
            assertThat(backgroundInInk).isPositive();
        });
    }
}
