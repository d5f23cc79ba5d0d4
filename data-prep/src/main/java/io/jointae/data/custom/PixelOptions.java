package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Shape;

/**
 * Which values of the source become pixels, and how.
 *
 * @param column the Parquet column of the pixels; null if only one column has a suitable type
 * @param size the size to which images are scaled, or the shape of other rows; null for the size in the source
 * @param scale the divisor of the numbers in CSV and Parquet files: pixel = number / scale; greater than 0
 */
public record PixelOptions(String column, Shape size, double scale) {

    /** Checks the scale. */
    public PixelOptions {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw InvalidInputException.ofField(
                    "scale", "%s is not a positive number: give the highest value of a pixel.", scale);
        }
    }

    /** Returns the default: the size in the source and pixels that are already in [0, 1]. */
    public static PixelOptions defaults() {
        return new PixelOptions(null, null, 1);
    }
}
