package io.jointae.data.prepare;

import io.jointae.data.recipe.ImageRectangles;
import io.jointae.data.recipe.Patches;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a dataset is generated without its official file, and the choices that the publication leaves open. */
public enum RecipeKind {
    /** Reads the four IDX files of MNIST. */
    MNIST_SPLIT("the four IDX files; the last 10,000 training images are validation", true, false, Map.of()),
    /** Digits of MNIST. */
    BASIC("62,000 of the 70,000 digits of MNIST", true, false, Map.of("digits", SharedChoices.DIGITS)),
    /** Rotated digits. */
    ROTATED(
            "basic, rotated by an angle uniform in [0, 2 pi)",
            true,
            false,
            Map.of("digits", SharedChoices.DIGITS, "interpolation", SharedChoices.INTERPOLATION)),
    /** Digits on random noise. */
    RANDOM_BACKGROUND(
            "basic on pixels uniform in 0 to 255",
            true,
            false,
            Map.of("digits", SharedChoices.DIGITS, "merging", SharedChoices.MERGING)),
    /** Digits on photographs. */
    IMAGE_BACKGROUND(
            "basic on random patches of photographs, without patches of low variance",
            true,
            true,
            Map.of("digits", SharedChoices.DIGITS, "merging", SharedChoices.MERGING, "patches", SharedChoices.PATCHES)),
    /** Rotated digits on photographs. */
    ROTATED_IMAGE_BACKGROUND(
            "rot on random patches of photographs, without patches of low variance",
            true,
            true,
            Map.of(
                    "digits", SharedChoices.DIGITS,
                    "interpolation", SharedChoices.INTERPOLATION,
                    "merging", SharedChoices.MERGING,
                    "patches", SharedChoices.PATCHES)),
    /** Outlines of rectangles. */
    RECTANGLES("outlines of rectangles, one pixel thick; label 1 = taller than wide", false, false, Map.of()),
    /** Rectangles of photographs on photographs. */
    IMAGE_RECTANGLES(
            "a rectangle of one image patch on another patch; label 1 = taller than wide",
            false,
            true,
            Map.of(
                    "rectangle",
                    "sides " + ImageRectangles.MIN_SIDE + " or more, differing by " + ImageRectangles.MIN_DIFFERENCE
                            + " or more, area " + ImageRectangles.MIN_AREA + " to " + ImageRectangles.MAX_AREA
                            + " of the image, position uniform",
                    "patches",
                    SharedChoices.PATCHES)),
    /** Convex regions and others. */
    CONVEX(
            "regions of ones that are convex (label 1) or not (label 0)",
            false,
            false,
            Map.of(
                    "half-planes",
                    "the direction is uniform; the distance from the center is uniform within 17 pixels, or within 64"
                            + " pixels for the parts of regions that are not convex",
                    "too small",
                    "a convex region is drawn again; in a part, the half-plane that would make it too small is",
                    "labels",
                    "equally likely",
                    "not convex",
                    "the midpoint of some two pixels is a pixel outside"));

    private final String description;
    private final boolean digits;
    private final boolean backgrounds;
    private final SortedMap<String, String> choices;

    RecipeKind(String description, boolean digits, boolean backgrounds, Map<String, String> choices) {
        this.description = description;
        this.digits = digits;
        this.backgrounds = backgrounds;
        this.choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
    }

    /**
     * Returns the version of the recipe. In version 1, rotated digits were interpolated by a cubic convolution, and the gray
     * levels of digits were divided by 255. Version 2 does both as the official files do. The recipes without digits still
     * have version 1.
     */
    public int version() {
        return digits ? 2 : 1;
    }

    /** Returns a description of the rows in one line. */
    public String description() {
        return description;
    }

    /** Returns whether the recipe needs the IDX files of MNIST. */
    public boolean needsDigits() {
        return digits;
    }

    /** Returns whether the recipe needs a folder of photographs. */
    public boolean needsBackgrounds() {
        return backgrounds;
    }

    /** Returns what the published recipe leaves open, and what was chosen. */
    public SortedMap<String, String> choices() {
        return choices;
    }

    /** The choices that several recipes share. */
    private static final class SharedChoices {
        private static final String DIGITS =
                "a seeded permutation of all 70,000 digits: train first, then valid, then test; no digit occurs twice; gray"
                        + " levels are divided by 256";
        private static final String INTERPOLATION =
                "the mean of the four pixels around the source position, with Gaussian weights of standard deviation 0.30 pixels";
        private static final String MERGING = "the brighter pixel of digit and background";
        private static final String PATCHES =
                "photograph and position are uniform; patches are rejected if the standard deviation is" + " below "
                        + Patches.MIN_DEVIATION + " of the range";
    }
}
