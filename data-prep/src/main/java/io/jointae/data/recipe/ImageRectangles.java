package io.jointae.data.recipe;

import io.jointae.data.Example;
import io.jointae.data.Split;

/**
 * A rectangle of one image patch on another, tall (label 1) or wide (0): sides of 10 or more that differ by 5
 * or more, a quarter to three quarters of the image, the top left corner uniform over the places where it
 * fits. The paper leaves all of this open.
 */
public record ImageRectangles(Patches patches) implements Recipe {

    public static final int SHORTEST = 10;
    public static final int LEAST_DIFFERENCE = 5;
    public static final double LEAST_AREA = 0.25;
    public static final double LARGEST_AREA = 0.75;

    private static final int SIDE = Patches.SIDE;

    @Override
    public Example make(RowRandom random, Split split, long id) {
        int height;
        int width;
        double area;
        do {
            height = SHORTEST + random.nextInt(SIDE - SHORTEST + 1);
            width = SHORTEST + random.nextInt(SIDE - SHORTEST + 1);
            area = (double) height * width / (SIDE * SIDE);
        } while (Math.abs(height - width) < LEAST_DIFFERENCE || area < LEAST_AREA || area > LARGEST_AREA);
        int top = random.nextInt(SIDE - height + 1);
        int left = random.nextInt(SIDE - width + 1);
        float[] pixels = patches.next(random);
        float[] inside = patches.next(random);
        for (int y = top; y < top + height; y++) {
            System.arraycopy(inside, y * SIDE + left, pixels, y * SIDE + left, width);
        }
        return new Example(id, height > width ? 1 : 0, pixels);
    }
}
