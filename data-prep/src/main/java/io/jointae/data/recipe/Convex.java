package io.jointae.data.recipe;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Example;
import io.jointae.data.Split;
import java.util.Arrays;

/**
 * The recipe of the convex dataset: regions of ones on zeros that are convex (label 1) or not (label 0), after Larochelle
 * et al. (ICML 2007). Both labels are equally likely. A convex region is the intersection of half-planes, whose number is
 * geometric from 1. A region that is not convex is the union of 2 to 4 such intersections of more half-planes; it is kept
 * if it has two pixels whose midpoint is a pixel outside.
 *
 * <p>The position of the half-planes is not published. Here their direction is uniform, and so is their signed distance
 * from the center: within {@value #REACH} pixels for convex regions, and within {@value #PART_REACH} pixels for the parts
 * of the others. A convex region that is too small is drawn again. In a part, a half-plane that would make the part too
 * small is drawn again. These choices give about the same share of ones as the official file, which has 0.384 in convex
 * rows and 0.387 in the others.
 */
@DefaultSerializer(JavaSerializer.class)
public final class Convex implements Recipe {

    private static final long serialVersionUID = 1;

    /** The height and width of an image. */
    public static final int SIDE = 28;

    static final double REACH = 17;
    static final double PART_REACH = 64;

    /** The probability that the last half-plane of a convex region was drawn. */
    private static final double STOP = 0.195;

    /** The same probability for a part of another region. */
    private static final double PART_STOP = 0.07;

    private static final int MIN_PIXELS = 19;
    private static final int PART_MIN_PIXELS = 10;
    private static final int MIN_PARTS = 2;
    private static final int MAX_PARTS = 4;
    private static final double CENTER = (SIDE - 1) / 2.0;

    @Override
    public Example make(RowRandom random, Split split, long id) {
        boolean convex = random.nextBoolean();
        boolean[] region = convex ? convex(random) : union(random);
        float[] pixels = new float[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = region[i] ? 1 : 0;
        }
        return new Example(id, convex ? 1 : 0, pixels);
    }

    private static boolean[] union(RowRandom random) {
        while (true) {
            boolean[] union = new boolean[SIDE * SIDE];
            int parts = MIN_PARTS + random.nextInt(MAX_PARTS - MIN_PARTS + 1);
            for (int i = 0; i < parts; i++) {
                boolean[] part = part(random);
                for (int p = 0; p < union.length; p++) {
                    union[p] |= part[p];
                }
            }
            if (!midpointConvex(union)) {
                return union;
            }
        }
    }

    private static boolean[] convex(RowRandom random) {
        while (true) {
            boolean[] region = all();
            int pixels = region.length;
            for (int planes = geometric(random, STOP); planes > 0 && pixels >= MIN_PIXELS; planes--) {
                pixels = cut(random, REACH, region, region);
            }
            if (pixels >= MIN_PIXELS) {
                return region;
            }
        }
    }

    private static boolean[] part(RowRandom random) {
        boolean[] region = all();
        boolean[] smaller = new boolean[region.length];
        for (int planes = geometric(random, PART_STOP); planes > 0; planes--) {
            int pixels;
            do {
                pixels = cut(random, PART_REACH, region, smaller);
            } while (pixels < PART_MIN_PIXELS);
            boolean[] larger = region;
            region = smaller;
            smaller = larger;
        }
        return region;
    }

    private static boolean[] all() {
        boolean[] region = new boolean[SIDE * SIDE];
        Arrays.fill(region, true);
        return region;
    }

    /** Draws a number from the geometric distribution from 1. */
    private static int geometric(RowRandom random, double stop) {
        int number = 1;
        while (random.nextDouble() >= stop) {
            number++;
        }
        return number;
    }

    /** Copies the pixels of a region that are in a random half-plane, and returns their number. */
    private static int cut(RowRandom random, double reach, boolean[] region, boolean[] result) {
        double angle = random.nextDouble() * 2 * Math.PI;
        double distance = (random.nextDouble() * 2 - 1) * reach;
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        int pixels = 0;
        for (int i = 0; i < region.length; i++) {
            double projection = (i % SIDE - CENTER) * cos + (i / SIDE - CENTER) * sin;
            result[i] = region[i] && projection >= distance;
            pixels += result[i] ? 1 : 0;
        }
        return pixels;
    }

    /**
     * Returns whether the region holds every pixel that is the midpoint of two pixels of the region. Every intersection of
     * half-planes has this property.
     *
     * @param region {@code [28 * 28]}, row-major
     */
    static boolean midpointConvex(boolean[] region) {
        for (int a = 0; a < region.length; a++) {
            if (region[a] && !midpointsInside(region, a)) {
                return false;
            }
        }
        return true;
    }

    private static boolean midpointsInside(boolean[] region, int a) {
        int ay = a / SIDE;
        int ax = a % SIDE;
        for (int by = ay; by < SIDE; by += 2) {
            for (int bx = ax % 2; bx < SIDE; bx += 2) {
                if (region[by * SIDE + bx] && !region[(ay + by) / 2 * SIDE + (ax + bx) / 2]) {
                    return false;
                }
            }
        }
        return true;
    }
}
