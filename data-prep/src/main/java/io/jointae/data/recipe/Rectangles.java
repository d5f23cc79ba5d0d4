package io.jointae.data.recipe;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Example;
import io.jointae.data.Split;

/**
 * The recipe of the rectangles dataset: outlines of rectangles that are taller than wide (label 1) or wider than tall
 * (label 0), after Larochelle et al., "An empirical evaluation of deep architectures on problems with many factors of
 * variation" (ICML 2007). As in the official file, (height, width) is uniform on {4..28}^2 under the condition that they
 * differ by at least 3, the top left corner is uniform over the positions in which the rectangle fits, the outline is one
 * pixel thick, and pixels are 0 or 1.
 */
@DefaultSerializer(JavaSerializer.class)
public final class Rectangles implements Recipe {

    private static final long serialVersionUID = 1;

    /** The height and width of an image. */
    public static final int SIDE = 28;
    /** The length of the shortest side. */
    public static final int MIN_SIDE = 4;
    /** The smallest difference between height and width. */
    public static final int MIN_DIFFERENCE = 3;

    @Override
    public Example make(RowRandom random, Split split, long id) {
        int height;
        int width;
        do {
            height = MIN_SIDE + random.nextInt(SIDE - MIN_SIDE + 1);
            width = MIN_SIDE + random.nextInt(SIDE - MIN_SIDE + 1);
        } while (Math.abs(height - width) < MIN_DIFFERENCE);
        int top = random.nextInt(SIDE - height + 1);
        int left = random.nextInt(SIDE - width + 1);
        return new Example(id, height > width ? 1 : 0, outline(top, left, height, width));
    }

    private static float[] outline(int top, int left, int height, int width) {
        float[] pixels = new float[SIDE * SIDE];
        for (int x = left; x < left + width; x++) {
            pixels[top * SIDE + x] = 1;
            pixels[(top + height - 1) * SIDE + x] = 1;
        }
        for (int y = top; y < top + height; y++) {
            pixels[y * SIDE + left] = 1;
            pixels[y * SIDE + left + width - 1] = 1;
        }
        return pixels;
    }
}
