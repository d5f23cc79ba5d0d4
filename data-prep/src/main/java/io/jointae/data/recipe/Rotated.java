package io.jointae.data.recipe;

import io.jointae.data.Example;
import io.jointae.data.Split;

/**
 * Rotates square images about their center by an angle that is uniform in [0, 2 pi). Pixels are interpolated by the cubic
 * convolution of R. Keys (1981, a = -1/2), with black beyond the edges, and clipped to [0, 1].
 *
 * @param upright the recipe of the images
 */
public record Rotated(Recipe upright) implements Recipe {

    private static final double A = -0.5;
    /** The number of source pixels under the kernel per axis. */
    private static final int TAPS = 4;

    @Override
    public Example make(RowRandom random, Split split, long id) {
        Example row = upright.make(random, split, id);
        double angle = random.nextDouble() * 2 * Math.PI;
        return new Example(id, row.getLabel(), rotate(row.getPixels(), angle));
    }

    /** Returns the image {@code [side, side]} rotated by an angle in radians. */
    static float[] rotate(float[] image, double angle) {
        int side = (int) Math.round(Math.sqrt(image.length));
        double center = (side - 1) / 2.0;
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        float[] out = new float[image.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double fromX = center + cos * (x - center) + sin * (y - center);
                double fromY = center - sin * (x - center) + cos * (y - center);
                out[y * side + x] = (float) Math.max(0, Math.min(1, cubic(image, side, fromX, fromY)));
            }
        }
        return out;
    }

    private static double cubic(float[] image, int side, double x, double y) {
        int left = (int) Math.floor(x) - 1;
        int top = (int) Math.floor(y) - 1;
        double sum = 0;
        for (int j = top; j < top + TAPS; j++) {
            if (j >= 0 && j < side) {
                double row = 0;
                for (int i = left; i < left + TAPS; i++) {
                    if (i >= 0 && i < side) {
                        row += kernel(x - i) * image[j * side + i];
                    }
                }
                sum += kernel(y - j) * row;
            }
        }
        return sum;
    }

    private static double kernel(double distance) {
        double d = Math.abs(distance);
        if (d <= 1) {
            return ((A + 2) * d - (A + 3)) * d * d + 1;
        }
        return d < 2 ? ((A * d - 5 * A) * d + 8 * A) * d - 4 * A : 0;
    }
}
