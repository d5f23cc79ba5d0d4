package io.jointae.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;

/**
 * How the pixels of a row are arranged: row-major, channels last, that is {@code [height, width, channels]}. Rows that
 * are not images have height 1 and one channel.
 *
 * @param height the number of pixel rows, at least 1
 * @param width the number of pixels per pixel row, at least 1
 * @param channels 1 for gray; 3 for red, green and blue
 */
@DefaultSerializer(JavaSerializer.class)
public record Shape(int height, int width, int channels) implements Serializable {

    /** Checks that the dimensions are positive and their product fits an array. */
    public Shape {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "The shape " + height + "x" + width + "x" + channels + " has a dimension below 1.");
        }
        if ((long) height * width * channels > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException(
                    "The shape " + height + "x" + width + "x" + channels + " has too many values.");
        }
    }

    /** Returns the shape of a gray image. */
    public static Shape gray(int height, int width) {
        return new Shape(height, width, 1);
    }

    /** Returns the shape of {@code width} numbers that are not an image. */
    public static Shape flat(int width) {
        return new Shape(1, width, 1);
    }

    /** Returns the number of values per row: height times width times channels. */
    @JsonIgnore
    public int size() {
        return height * width * channels;
    }

    /** Returns the shape as {@code 28x28}, or as {@code 28x28x3} if it has several channels. */
    @Override
    public String toString() {
        return channels == 1 ? height + "x" + width : height + "x" + width + "x" + channels;
    }
}
