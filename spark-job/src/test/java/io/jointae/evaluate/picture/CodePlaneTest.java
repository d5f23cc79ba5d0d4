package io.jointae.evaluate.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodePlaneTest {

    /** Codes on a plane in five dimensions: their distances on the principal axes are the distances of the codes. */
    @Test
    void codesOnAPlaneKeepTheirDistances() {
        Random random = new Random(1);
        int n = 30;
        float[] codes = new float[n * 5];
        for (int i = 0; i < n; i++) {
            float a = 3 * random.nextFloat();
            float b = random.nextFloat();
            float[] code = {a, 2 * a, 1 + b, -b, 0.5f};
            System.arraycopy(code, 0, codes, i * 5, 5);
        }
        CodePlane plane = CodePlane.of(codes, n);
        double first = 0;
        double second = 0;
        for (int i = 0; i < n; i++) {
            first += plane.coordinates()[2 * i] * plane.coordinates()[2 * i];
            second += plane.coordinates()[2 * i + 1] * plane.coordinates()[2 * i + 1];
            for (int j = 0; j < n; j++) {
                double expected = 0;
                for (int k = 0; k < 5; k++) {
                    expected += Math.pow(codes[i * 5 + k] - codes[j * 5 + k], 2);
                }
                double x = plane.coordinates()[2 * i] - plane.coordinates()[2 * j];
                double y = plane.coordinates()[2 * i + 1] - plane.coordinates()[2 * j + 1];
                assertThat(x * x + y * y).isCloseTo(expected, within(1e-5));
            }
        }
        assertThat(plane.shares()[0] + plane.shares()[1]).isCloseTo(1, within(1e-6));
        assertThat(plane.shares()[0]).isCloseTo(first / (first + second), within(1e-6));
        assertThat(first).isGreaterThan(second);
    }

    @Test
    void constantCodesAndASingleCodeLieInTheMiddle() {
        assertThat(CodePlane.of(new float[] {1, 1, 1, 1, 1, 1}, 3).coordinates())
                .containsOnly(0);
        assertThat(CodePlane.of(new float[] {1, 2, 3}, 1).coordinates()).containsOnly(0);
    }

    @Test
    void everyPointHasTheColorOfItsLabel() {
        BufferedImage image = ScatterPlot.draw(new double[] {-1, 0, 1, 0, 0, 1}, new int[] {0, 1, -1});
        int middle = image.getHeight() / 2;
        assertThat(image.getRGB(16, middle) & 0xFFFFFF).isEqualTo(0x0072B2);
        assertThat(image.getRGB(600 - 16, middle) & 0xFFFFFF).isEqualTo(0xE69F00);
        assertThat(image.getRGB(300, 16) & 0xFFFFFF).isEqualTo(0x606060);
        assertThat(image.getRGB(300, middle) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }
}
