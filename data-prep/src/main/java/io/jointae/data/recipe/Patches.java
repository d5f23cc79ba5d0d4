package io.jointae.data.recipe;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/** Random 28x28 patches of gray photographs: photograph and place uniform, patches of low contrast rejected. */
public record Patches(Broadcast<Photo[]> photos) implements Serializable {

    public static final int SIDE = 28;
    /** Least standard deviation of a patch's pixels, of a range of 1. */
    public static final double LEAST_DEVIATION = 0.05;

    private static final int TRIES = 10_000;

    /** @param gray [height, width], a byte a pixel */
    public record Photo(int height, int width, byte[] gray) implements Serializable {}

    /** [28, 28], each in [0, 1]. */
    float[] next(RowRandom random) {
        for (int i = 0; i < TRIES; i++) {
            Photo photo = photos.value()[random.nextInt(photos.value().length)];
            int top = random.nextInt(photo.height() - SIDE + 1);
            int left = random.nextInt(photo.width() - SIDE + 1);
            float[] patch = cut(photo, top, left);
            if (deviation(patch) >= LEAST_DEVIATION) {
                return patch;
            }
        }
        throw InvalidInputException.of(
                "--backgrounds: %d patches in a row had a standard deviation below %s: give photographs with more detail",
                TRIES, LEAST_DEVIATION);
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
