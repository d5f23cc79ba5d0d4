package io.jointae.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;

/**
 * How the flat pixels of a row lie: row-major, channels last. Data that are no images have height and
 * channels 1.
 *
 * @param height rows of pixels, at least 1
 * @param width pixels of a row, at least 1
 * @param channels 1 for gray, 3 for red, green, blue
 */
public record Shape(int height, int width, int channels) implements Serializable {

    public Shape {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException("shape " + height + "x" + width + "x" + channels + " is not positive");
        }
        if ((long) height * width * channels > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException("shape " + height + "x" + width + "x" + channels + " is too large");
        }
    }

    /** A gray image. */
    public static Shape gray(int height, int width) {
        return new Shape(height, width, 1);
    }

    /** Numbers that are no image. */
    public static Shape flat(int width) {
        return new Shape(1, width, 1);
    }

    /** Length of a row's {@code pixels}. */
    @JsonIgnore
    public int size() {
        return height * width * channels;
    }

    @Override
    public String toString() {
        return channels == 1 ? height + "x" + width : height + "x" + width + "x" + channels;
    }
}
