package io.jointae.data.recipe;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Example;
import io.jointae.data.Split;

/**
 * The recipe of the dataset rect-img: a rectangle of one image patch on another patch, taller than wide (label 1) or wider
 * than tall (label 0). The sides are at least 10 and differ by at least 5, and the area is a quarter to three quarters of
 * the image. The top left corner is uniform over the positions in which the rectangle fits. The publication states none of
 * these numbers.
 *
 * @param patches the source of the patches
 */
@DefaultSerializer(JavaSerializer.class)
public record ImageRectangles(Patches patches) implements Recipe {

    /** The length of the shortest side. */
    public static final int MIN_SIDE = 10;
    /** The smallest difference between height and width. */
    public static final int MIN_DIFFERENCE = 5;
    /** The smallest share of the image. */
    public static final double MIN_AREA = 0.25;
    /** The largest share of the image. */
    public static final double MAX_AREA = 0.75;

    private static final int SIDE = Patches.SIDE;

    @Override
    public Example make(RowRandom random, Split split, long id) {
        int height;
        int width;
        double area;
        do {
            height = MIN_SIDE + random.nextInt(SIDE - MIN_SIDE + 1);
            width = MIN_SIDE + random.nextInt(SIDE - MIN_SIDE + 1);
            area = (double) height * width / (SIDE * SIDE);
        } while (Math.abs(height - width) < MIN_DIFFERENCE || area < MIN_AREA || area > MAX_AREA);
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
