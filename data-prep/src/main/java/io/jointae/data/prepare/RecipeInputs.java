package io.jointae.data.prepare;

import io.jointae.base.InvalidInputException;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.recipe.Convex;
import io.jointae.data.recipe.Digits;
import io.jointae.data.recipe.ImageBackground;
import io.jointae.data.recipe.ImageRectangles;
import io.jointae.data.recipe.Patches;
import io.jointae.data.recipe.RandomBackground;
import io.jointae.data.recipe.Recipe;
import io.jointae.data.recipe.Rectangles;
import io.jointae.data.recipe.Rotated;
import io.jointae.data.source.BroadcastFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A recipe with the files that it needs.
 *
 * @param recipe the recipe
 * @param sources the files with their hashes
 * @param official whether the digits, if the recipe needs them, are those of the published files
 */
record RecipeInputs(Recipe recipe, List<SourceFile> sources, boolean official) {

    /**
     * Reads the files that the recipe of a request needs.
     *
     * @throws InvalidInputException if a file is missing or invalid
     */
    static RecipeInputs of(Configuration conf, BroadcastFiles broadcasts, PaperDatasetRequest request)
            throws IOException {
        RecipeKind kind = request.dataset().recipe();
        check(conf, request);
        List<SourceFile> sources = new ArrayList<>();
        MnistFiles mnist = kind.needsDigits() ? MnistFiles.open(conf, broadcasts, request) : null;
        if (mnist != null) {
            sources.addAll(mnist.sources());
        }
        Recipe digits = mnist != null ? digits(mnist, broadcasts, request) : null;
        Patches patches = kind.needsBackgrounds() ? patches(conf, broadcasts, request, sources) : null;
        Recipe recipe = switch (kind) {
            case RECTANGLES -> new Rectangles();
            case CONVEX -> new Convex();
            case IMAGE_RECTANGLES -> new ImageRectangles(patches);
            case BASIC -> digits;
            case ROTATED -> new Rotated(digits);
            case RANDOM_BACKGROUND -> new RandomBackground(digits);
            case IMAGE_BACKGROUND -> new ImageBackground(digits, patches);
            case ROTATED_IMAGE_BACKGROUND -> new ImageBackground(new Rotated(digits), patches);
            case MNIST_SPLIT -> throw new IllegalArgumentException("MNIST has no recipe");
        };
        return new RecipeInputs(recipe, sources, mnist == null || mnist.official());
    }

    private static void check(Configuration conf, PaperDatasetRequest request) throws IOException {
        PaperDataset dataset = request.dataset();
        String source = request.source();
        if (dataset.recipe().needsDigits()) {
            if (source == null || !MnistFiles.existIn(conf, source)) {
                throw InvalidInputException.ofField(
                        "source",
                        "%s: %s needs the official %s, its folder, or the folder of the four IDX files of MNIST.",
                        source == null ? "is missing" : source + " has none of these files",
                        dataset.id(),
                        dataset.archive().file());
            }
        } else if (source != null) {
            throw InvalidInputException.ofField(
                    "source",
                    "%s has no %s: leave the source out to generate %s from its recipe.",
                    source,
                    dataset.archive().file(),
                    dataset.id());
        }
        if (dataset.recipe().needsBackgrounds() && request.backgrounds() == null) {
            throw InvalidInputException.ofField(
                    "backgrounds",
                    "is missing: %s needs a folder of photographs, or the official %s as the source.",
                    dataset.id(),
                    dataset.archive().file());
        }
    }

    private static Recipe digits(MnistFiles files, BroadcastFiles broadcasts, PaperDatasetRequest request)
            throws IOException {
        byte[][] all = files.imagesAndLabels();
        int rows = all[1].length;
        long requested = Stream.of(Split.values()).mapToLong(request::count).sum();
        if (requested > rows) {
            throw InvalidInputException.ofField(
                    "counts", "asks for %d rows in all, but MNIST has %d digits: ask for fewer.", requested, rows);
        }
        Map<Split, Integer> starts = new EnumMap<>(Split.class);
        int start = 0;
        for (Split split : Split.values()) {
            starts.put(split, start);
            start += Math.toIntExact(request.count(split));
        }
        return new Digits(
                broadcasts.broadcast(all[0]),
                broadcasts.broadcast(all[1]),
                broadcasts.broadcast(Digits.order(request.seed(), rows)),
                starts);
    }

    private static Patches patches(
            Configuration conf, BroadcastFiles broadcasts, PaperDatasetRequest request, List<SourceFile> sources)
            throws IOException {
        Backgrounds backgrounds = Backgrounds.open(conf, broadcasts, request.backgrounds());
        sources.addAll(backgrounds.sources());
        return new Patches(broadcasts.broadcast(backgrounds.photos().toArray(Patches.Photo[]::new)));
    }
}
