package io.jointae.data.prepare;

import static io.jointae.data.Split.TEST;
import static io.jointae.data.Split.TRAIN;
import static io.jointae.data.Split.VALID;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The nine datasets of the paper (section IV), in its order. */
public final class Catalogue {

    private static final Shape IMAGE = Shape.gray(28, 28);
    private static final String LECUN =
            "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition, 1998";
    private static final String LAROCHELLE =
            "H. Larochelle, D. Erhan, A. Courville, J. Bergstra, Y. Bengio: An empirical evaluation of deep"
                    + " architectures on problems with many factors of variation, ICML 2007";

    private static final List<PaperDataset> ENTRIES = List.of(
            new PaperDataset(
                    "mnist",
                    "MNIST",
                    IMAGE,
                    10,
                    counts(50_000, 10_000, 10_000),
                    null,
                    RecipeKind.MNIST_SPLIT,
                    "the four IDX files: the last 10,000 training images are validation",
                    LECUN),
            digits(
                    "basic",
                    new Archive("mnist.zip", "14ac2e9135705499b80bf7efac981377940150c8"),
                    RecipeKind.BASIC,
                    "62,000 of MNIST's 70,000 digits"),
            digits(
                    "rot",
                    new Archive("mnist_rotation_new.zip", "e67f72fa42029f62fd8eb92b0638c1b9761c9a63"),
                    RecipeKind.ROTATED,
                    "basic, turned by an angle uniform in [0, 2 pi)"),
            digits(
                    "bg-img",
                    new Archive("mnist_background_images.zip", "fb6fce9ed6372e0068ff7cb3e7b9e78dbda7ceae"),
                    RecipeKind.IMAGE_BACKGROUND,
                    "basic on random patches of photographs, patches of low variance rejected"),
            digits(
                    "bg-rand",
                    new Archive("mnist_background_random.zip", "75e11ec966459c1162979e78ab4e21f9ab7fb5cd"),
                    RecipeKind.RANDOM_BACKGROUND,
                    "basic on pixels uniform in 0..255"),
            digits(
                    "bg-img-rot",
                    new Archive("mnist_rotation_back_image_new.zip", "902bb7e96136dd76e9f2924d7fdb9eb832f7bc33"),
                    RecipeKind.ROTATED_IMAGE_BACKGROUND,
                    "rot on random patches of photographs, patches of low variance rejected"),
            new PaperDataset(
                    "rectangles",
                    "rect",
                    IMAGE,
                    2,
                    counts(1_000, 200, 50_000),
                    new Archive("rectangles.zip", "b8d456b1f83bea5efebe76a47a9535adc4b72586"),
                    RecipeKind.RECTANGLES,
                    "one-pixel outlines of rectangles; label 1 = taller than wide",
                    LAROCHELLE),
            new PaperDataset(
                    "rect-img",
                    "rect-img",
                    IMAGE,
                    2,
                    counts(10_000, 2_000, 50_000),
                    new Archive("rectangles_images.zip", "2700ba92129ae195e93070d8b27f830323573a57"),
                    RecipeKind.IMAGE_RECTANGLES,
                    "a rectangle of one image patch on another; label 1 = taller than wide",
                    LAROCHELLE),
            new PaperDataset(
                    "convex",
                    "convex",
                    IMAGE,
                    2,
                    counts(6_000, 2_000, 50_000),
                    new Archive("convex.zip", "61eab3c60e0e1caeaa0b82abf827f1809cfd2ef9"),
                    RecipeKind.CONVEX,
                    "regions of ones, convex (label 1) or not (0)",
                    LAROCHELLE));

    private Catalogue() {}

    private static PaperDataset digits(String name, Archive archive, RecipeKind kind, String recipe) {
        return new PaperDataset(
                name, name, IMAGE, 10, counts(10_000, 2_000, 50_000), archive, kind, recipe, LAROCHELLE);
    }

    private static Map<Split, Long> counts(long train, long valid, long test) {
        return Map.of(TRAIN, train, VALID, valid, TEST, test);
    }

    /** All nine. */
    public static List<PaperDataset> entries() {
        return ENTRIES;
    }

    /** The dataset with this name, the command line's or the paper's, in any case. */
    public static Optional<PaperDataset> find(String name) {
        return ENTRIES.stream()
                .filter(entry ->
                        entry.command().equalsIgnoreCase(name) || entry.paper().equalsIgnoreCase(name))
                .findFirst();
    }

    /** @throws InvalidInputException if there is no dataset of this name */
    public static PaperDataset get(String name) {
        return find(name)
                .orElseThrow(() -> InvalidInputException.of("there is no dataset '%s': known are %s", name, names()));
    }

    private static String names() {
        return ENTRIES.stream().map(PaperDataset::command).collect(Collectors.joining(", "));
    }
}
