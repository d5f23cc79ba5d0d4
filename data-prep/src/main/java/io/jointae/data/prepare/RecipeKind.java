package io.jointae.data.prepare;

import io.jointae.data.recipe.ImageRectangles;
import io.jointae.data.recipe.Patches;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a dataset is made from where its official archive is not at hand, and what was chosen to do so. */
public enum RecipeKind {
    /** The four IDX files themselves. */
    MNIST_SPLIT(true, false, Map.of()),
    BASIC(true, false, Map.of("digits", Words.DIGITS)),
    ROTATED(true, false, Map.of("digits", Words.DIGITS, "interpolation", Words.CUBIC)),
    RANDOM_BACKGROUND(true, false, Map.of("digits", Words.DIGITS, "merging", Words.MERGING)),
    IMAGE_BACKGROUND(true, true, Map.of("digits", Words.DIGITS, "merging", Words.MERGING, "patches", Words.PATCHES)),
    ROTATED_IMAGE_BACKGROUND(
            true,
            true,
            Map.of(
                    "digits", Words.DIGITS,
                    "interpolation", Words.CUBIC,
                    "merging", Words.MERGING,
                    "patches", Words.PATCHES)),
    RECTANGLES(false, false, Map.of()),
    IMAGE_RECTANGLES(
            false,
            true,
            Map.of(
                    "rectangle",
                    "sides " + ImageRectangles.MIN_SIDE + " or more, differing by " + ImageRectangles.MIN_DIFFERENCE
                            + " or more, area " + ImageRectangles.MIN_AREA + " to " + ImageRectangles.MAX_AREA
                            + " of the image, place uniform",
                    "patches",
                    Words.PATCHES)),
    CONVEX(
            false,
            false,
            Map.of(
                    "half-planes",
                    "direction uniform; distance from the centre uniform within 17 pixels, for parts of regions"
                            + " that are not convex within 64",
                    "too small",
                    "convex regions are drawn anew; of a part, the half-plane that would make it too small",
                    "labels",
                    "equally likely",
                    "not convex",
                    "some two pixels have the pixel half way between them outside"));

    private final boolean digits;
    private final boolean backgrounds;
    private final SortedMap<String, String> choices;

    RecipeKind(boolean digits, boolean backgrounds, Map<String, String> choices) {
        this.digits = digits;
        this.backgrounds = backgrounds;
        this.choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
    }

    /** Whether MNIST's IDX files are needed. */
    public boolean needsDigits() {
        return digits;
    }

    /** Whether a folder of images is needed. */
    public boolean needsBackgrounds() {
        return backgrounds;
    }

    /** What the published recipe leaves open, and what was chosen. */
    public SortedMap<String, String> choices() {
        return choices;
    }

    /** Choices that several recipes share. */
    private static final class Words {
        private static final String DIGITS =
                "a seeded permutation of all 70,000, train first, then valid, then test: no digit twice";
        private static final String CUBIC = "Keys' cubic convolution (a = -1/2), black beyond the edges, cut to [0, 1]";
        private static final String MERGING = "the brighter of digit and background";
        private static final String PATCHES = "photograph and place uniform; rejected where the standard deviation is"
                + " below " + Patches.MIN_DEVIATION + " of the range";
    }
}
