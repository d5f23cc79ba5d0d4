package io.jointae.data.recipe;

import io.jointae.data.Example;
import io.jointae.data.Split;
import java.util.Arrays;

/**
 * Regions of ones on zeros, convex (label 1) or not (0), both equally likely, after Larochelle et al. (ICML
 * 2007). A convex region is the intersection of half-planes, their number geometric from 1. A region that is
 * not convex is the union of 2 to 4 of those, made of more half-planes, kept if some two pixels of it have
 * the pixel half way between them outside.
 *
 * <p>How half-planes lie is not published. Here their direction is uniform and their signed distance from
 * the center uniform, within {@value #REACH} pixels for convex regions and {@value #PART_REACH} for parts of the
 * others; a convex region that is too small is drawn anew, and of a part the half-plane that would make it too
 * small. Both were chosen so that the share of ones is near the official file's, 0.384 of convex rows and 0.387
 * of the others.
 */
public final class Convex implements Recipe {

    private static final long serialVersionUID = 1;

    public static final int SIDE = 28;
    static final double REACH = 17;
    static final double PART_REACH = 64;

    /** Probability that no half-plane follows: of a convex region, of a part of the others. */
    private static final double STOP = 0.195;

    private static final double PART_STOP = 0.07;
    private static final int LEAST_PIXELS = 19;
    private static final int PART_LEAST_PIXELS = 10;
    private static final int FEWEST_PARTS = 2;
    private static final int MOST_PARTS = 4;
    private static final double CENTRE = (SIDE - 1) / 2.0;

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
            int parts = FEWEST_PARTS + random.nextInt(MOST_PARTS - FEWEST_PARTS + 1);
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
            int left = region.length;
            for (int planes = number(random, STOP); planes > 0 && left >= LEAST_PIXELS; planes--) {
                left = cut(random, REACH, region, region);
            }
            if (left >= LEAST_PIXELS) {
                return region;
            }
        }
    }

    private static boolean[] part(RowRandom random) {
        boolean[] region = all();
        boolean[] smaller = new boolean[region.length];
        for (int planes = number(random, PART_STOP); planes > 0; planes--) {
            int left;
            do {
                left = cut(random, PART_REACH, region, smaller);
            } while (left < PART_LEAST_PIXELS);
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

    /** Geometric from 1. */
    private static int number(RowRandom random, double stop) {
        int number = 1;
        while (random.nextDouble() >= stop) {
            number++;
        }
        return number;
    }

    /** Keeps of {@code region} what lies in a random half-plane; the number of pixels kept. */
    private static int cut(RowRandom random, double reach, boolean[] region, boolean[] kept) {
        double angle = random.nextDouble() * 2 * Math.PI;
        double distance = (random.nextDouble() * 2 - 1) * reach;
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        int left = 0;
        for (int i = 0; i < region.length; i++) {
            double along = (i % SIDE - CENTRE) * cos + (i / SIDE - CENTRE) * sin;
            kept[i] = region[i] && along >= distance;
            left += kept[i] ? 1 : 0;
        }
        return left;
    }

    /**
     * Whether every two pixels of a region that have a pixel half way between them have it in the region. True
     * of every intersection of half-planes.
     *
     * @param region [28 * 28]
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
