package io.jointae.data.recipe;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * Draws random 28x28 patches from gray photographs. The photograph and the position are uniform, and patches with low
 * contrast are rejected.
 *
 * @param photos the photographs, on every executor
 */
@DefaultSerializer(JavaSerializer.class)
public record Patches(Broadcast<Photo[]> photos) implements Serializable {

    /** The height and width of a patch. */
    public static final int SIDE = 28;
    /** The lowest standard deviation of a patch's pixels, which are in [0, 1]. */
    public static final double MIN_DEVIATION = 0.05;

    private static final int MAX_ATTEMPTS = 10_000;

    /**
     * A gray photograph.
     *
     * @param height the height in pixels
     * @param width the width in pixels
     * @param gray the pixels, {@code [height, width]}, one byte per pixel
     */
    @DefaultSerializer(JavaSerializer.class)
    public record Photo(int height, int width, byte[] gray) implements Serializable {}

    /**
     * Returns the pixels of the next patch, {@code [28, 28]}, each in [0, 1].
     *
     * @throws InvalidInputException if no patch has enough contrast
     */
    float[] next(RowRandom random) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Photo photo = photos.value()[random.nextInt(photos.value().length)];
            int top = random.nextInt(photo.height() - SIDE + 1);
            int left = random.nextInt(photo.width() - SIDE + 1);
            float[] patch = cut(photo, top, left);
            if (deviation(patch) >= MIN_DEVIATION) {
                return patch;
            }
        }
        throw InvalidInputException.ofField(
                "backgrounds",
                "has photographs without enough detail: %d random patches in a row had a standard deviation below %s;"
                        + " give photographs with more contrast.",
                MAX_ATTEMPTS,
                MIN_DEVIATION);
    }

    private static float[] cut(Photo photo, int top, int left) {
        float[] patch = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                patch[y * SIDE + x] = (photo.gray()[(top + y) * photo.width() + left + x] & 0xff) / 255f;
            }
        }
        return patch;
    }

    /** Returns the standard deviation of the pixels. */
    static double deviation(float[] patch) {
        double sum = 0;
        double squares = 0;
        for (float value : patch) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / patch.length;
        return Math.sqrt(Math.max(0, squares / patch.length - mean * mean));
    }
}
