package io.jointae.data.prepare;

import static io.jointae.data.Split.TEST;
import static io.jointae.data.Split.TRAIN;
import static io.jointae.data.Split.VALID;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lists the nine datasets of the paper (section IV). */
public final class Catalog {

    private static final Shape IMAGE = Shape.gray(28, 28);
    private static final String LECUN =
            "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition, 1998";
    private static final String LAROCHELLE =
            "H. Larochelle, D. Erhan, A. Courville, J. Bergstra, Y. Bengio: An empirical evaluation of deep"
                    + " architectures on problems with many factors of variation, ICML 2007";

    private static final List<PaperDataset> DATASETS = List.of(
            new PaperDataset("mnist", "MNIST", size(10, 50_000, 10_000, 10_000), null, RecipeKind.MNIST_SPLIT, LECUN),
            digits(
                    "basic",
                    new Archive("mnist.zip", "mnist", "14ac2e9135705499b80bf7efac981377940150c8", null),
                    RecipeKind.BASIC),
            digits(
                    "rot",
                    new Archive(
                            "mnist_rotation_new.zip",
                            "mnist_all_rotation_normalized_float",
                            "e67f72fa42029f62fd8eb92b0638c1b9761c9a63",
                            null),
                    RecipeKind.ROTATED),
            digits(
                    "bg-img",
                    new Archive(
                            "mnist_background_images.zip",
                            "mnist_background_images",
                            "fb6fce9ed6372e0068ff7cb3e7b9e78dbda7ceae",
                            null),
                    RecipeKind.IMAGE_BACKGROUND),
            digits(
                    "bg-rand",
                    new Archive(
                            "mnist_background_random.zip",
                            "mnist_background_random",
                            "75e11ec966459c1162979e78ab4e21f9ab7fb5cd",
                            null),
                    RecipeKind.RANDOM_BACKGROUND),
            digits(
                    "bg-img-rot",
                    new Archive(
                            "mnist_rotation_back_image_new.zip",
                            "mnist_all_background_images_rotation_normalized",
                            "902bb7e96136dd76e9f2924d7fdb9eb832f7bc33",
                            null),
                    RecipeKind.ROTATED_IMAGE_BACKGROUND),
            new PaperDataset(
                    "rectangles",
                    "rect",
                    size(2, 1_000, 200, 50_000),
                    new Archive(
                            "rectangles.zip",
                            "rectangles",
                            "b8d456b1f83bea5efebe76a47a9535adc4b72586",
                            "0d01fdbb129172461b468e425a6e000b04d91f68f55e509a0fe859db72dab4c3"),
                    RecipeKind.RECTANGLES,
                    LAROCHELLE),
            new PaperDataset(
                    "rect-img",
                    "rect-img",
                    size(2, 10_000, 2_000, 50_000),
                    new Archive(
                            "rectangles_images.zip", "rectangles_im", "2700ba92129ae195e93070d8b27f830323573a57", null),
                    RecipeKind.IMAGE_RECTANGLES,
                    LAROCHELLE),
            new PaperDataset(
                    "convex",
                    "convex",
                    size(2, 6_000, 2_000, 50_000),
                    new Archive(
                            "convex.zip",
                            "convex",
                            "61eab3c60e0e1caeaa0b82abf827f1809cfd2ef9",
                            "554a88ddf787f3359cd3375e666d6d517506036522c70f190422feda458dd5a2"),
                    RecipeKind.CONVEX,
                    LAROCHELLE));

    private Catalog() {}

    private static PaperDataset digits(String name, Archive archive, RecipeKind recipe) {
        return new PaperDataset(name, name, size(10, 10_000, 2_000, 50_000), archive, recipe, LAROCHELLE);
    }

    private static DatasetSize size(int classes, long train, long valid, long test) {
        return new DatasetSize(IMAGE, classes, Map.of(TRAIN, train, VALID, valid, TEST, test));
    }

    /** Returns all nine datasets in the order of the paper. */
    public static List<PaperDataset> datasets() {
        return DATASETS;
    }

    /** Returns the dataset with an id or a name in the paper, in upper or lower case, if there is one. */
    public static Optional<PaperDataset> find(String name) {
        return DATASETS.stream()
                .filter(dataset -> dataset.id().equalsIgnoreCase(name)
                        || dataset.paperName().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * Returns the dataset with an id or a name in the paper, in upper or lower case.
     *
     * @throws InvalidInputException if there is no such dataset
     */
    public static PaperDataset get(String name) {
        return find(name)
                .orElseThrow(() ->
                        InvalidInputException.of("'%s' is not a dataset of the paper: choose one of %s.", name, ids()));
    }

    private static String ids() {
        return DATASETS.stream().map(PaperDataset::id).collect(Collectors.joining(", "));
    }
}
