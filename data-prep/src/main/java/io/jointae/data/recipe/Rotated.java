package io.jointae.data.recipe;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Example;
import io.jointae.data.Split;

/**
 * Rotates square images about their center by an angle that is uniform in [0, 2 pi). The new pixel at the source position
 * (x, y) is the mean of the four pixels around this position, each weighted by {@code exp(-d^2 / (2 sigma^2))} with its
 * distance d and sigma = {@value #SIGMA} pixels; pixels beyond the edges are black. Twenty rows of the official test set,
 * rotated again from their digits of MNIST by this rule, agree with the official pixels within one gray level of 255.
 *
 * @param upright the recipe of the images
 */
@DefaultSerializer(JavaSerializer.class)
public record Rotated(Recipe upright) implements Recipe {

    /** The standard deviation of the Gaussian weights, in pixels. */
    static final double SIGMA = 0.30;

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
                out[y * side + x] = interpolate(image, side, fromX, fromY);
            }
        }
        return out;
    }

    /** Returns the weighted mean of the four pixels around a position. */
    private static float interpolate(float[] image, int side, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double sum = 0;
        double weights = 0;
        for (int j = top; j <= top + 1; j++) {
            for (int i = left; i <= left + 1; i++) {
                double squaredDistance = (x - i) * (x - i) + (y - j) * (y - j);
                double weight = Math.exp(-squaredDistance / (2 * SIGMA * SIGMA));
                weights += weight;
                if (i >= 0 && i < side && j >= 0 && j < side) {
                    sum += weight * image[j * side + i];
                }
            }
        }
        return (float) (sum / weights);
    }
}
