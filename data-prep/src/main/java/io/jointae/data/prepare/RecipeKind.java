package io.jointae.data.prepare;

/** What a dataset is made from where its official archive is not at hand. */
public enum RecipeKind {
    /** The four IDX files themselves. */
    MNIST_SPLIT(true, false),
    BASIC(true, false),
    ROTATED(true, false),
    RANDOM_BACKGROUND(true, false),
    IMAGE_BACKGROUND(true, true),
    ROTATED_IMAGE_BACKGROUND(true, true),
    RECTANGLES(false, false),
    IMAGE_RECTANGLES(false, true),
    CONVEX(false, false);

    private final boolean digits;
    private final boolean backgrounds;

    RecipeKind(boolean digits, boolean backgrounds) {
        this.digits = digits;
        this.backgrounds = backgrounds;
    }

    /** Whether MNIST's IDX files are needed. */
    public boolean needsDigits() {
        return digits;
    }

    /** Whether a folder of images is needed. */
    public boolean needsBackgrounds() {
        return backgrounds;
    }
}
