package io.jointae.data.recipe;

import io.jointae.data.Example;
import io.jointae.data.Split;

/**
 * Outlines of rectangles, tall (label 1) or wide (0), after Larochelle et al., "An empirical evaluation of deep
 * architectures on problems with many factors of variation" (ICML 2007), as measured on the official file:
 * (height, width) uniform on {4..28}^2 given that they differ by 3 or more, the top left corner uniform over
 * the places where it fits, one pixel thick, pixels 0 or 1.
 */
public final class Rectangles implements Recipe {

    private static final long serialVersionUID = 1;

    public static final int SIDE = 28;
    public static final int SHORTEST = 4;
    public static final int LEAST_DIFFERENCE = 3;

    @Override
    public Example make(RowRandom random, Split split, long id) {
        int height;
        int width;
        do {
            height = SHORTEST + random.nextInt(SIDE - SHORTEST + 1);
            width = SHORTEST + random.nextInt(SIDE - SHORTEST + 1);
        } while (Math.abs(height - width) < LEAST_DIFFERENCE);
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
