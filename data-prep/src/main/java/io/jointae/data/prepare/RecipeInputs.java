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
 * A recipe with what it is made from.
 *
 * @param sources every file
 */
record RecipeInputs(Recipe recipe, List<SourceFile> sources) {

    /**
     * Reads what the recipe needs.
     *
     * @throws InvalidInputException if a needed source is not given or not fit
     */
    static RecipeInputs of(Configuration conf, BroadcastFiles shipment, PrepareRequest request) throws IOException {
        RecipeKind kind = request.entry().kind();
        check(conf, request);
        List<SourceFile> sources = new ArrayList<>();
        Recipe digits = kind.needsDigits() ? digits(conf, shipment, request, sources) : null;
        Patches patches = kind.needsBackgrounds() ? patches(conf, shipment, request, sources) : null;
        Recipe recipe = switch (kind) {
            case RECTANGLES -> new Rectangles();
            case CONVEX -> new Convex();
            case IMAGE_RECTANGLES -> new ImageRectangles(patches);
            case BASIC -> digits;
            case ROTATED -> new Rotated(digits);
            case RANDOM_BACKGROUND -> new RandomBackground(digits);
            case IMAGE_BACKGROUND -> new ImageBackground(digits, patches);
            case ROTATED_IMAGE_BACKGROUND -> new ImageBackground(new Rotated(digits), patches);
            case MNIST_SPLIT -> throw new IllegalArgumentException("MNIST is read, not made");
        };
        return new RecipeInputs(recipe, sources);
    }

    private static void check(Configuration conf, PrepareRequest request) throws IOException {
        PaperDataset entry = request.entry();
        String source = request.source();
        if (entry.kind().needsDigits()) {
            if (source == null || !MnistFiles.in(conf, source)) {
                throw InvalidInputException.of(
                        "%s needs --source: the official %s, its folder, or the folder of MNIST's four IDX files%s",
                        entry.command(), entry.archive().file(), source == null ? "" : "; " + source + " has neither");
            }
        } else if (source != null) {
            throw InvalidInputException.of(
                    "%s has no %s: leave --source out to make %s from its recipe",
                    source, entry.archive().file(), entry.command());
        }
        if (entry.kind().needsBackgrounds() && request.backgrounds() == null) {
            throw InvalidInputException.of(
                    "%s needs --backgrounds: a folder of photographs (or --source with the official %s)",
                    entry.command(), entry.archive().file());
        }
    }

    private static Recipe digits(
            Configuration conf, BroadcastFiles shipment, PrepareRequest request, List<SourceFile> sources)
            throws IOException {
        MnistFiles files = MnistFiles.open(conf, shipment, request.source());
        sources.addAll(files.sources());
        byte[][] all = files.all();
        int rows = all[1].length;
        long wanted = Stream.of(Split.values()).mapToLong(request::count).sum();
        if (wanted > rows) {
            throw InvalidInputException.of(
                    "--counts: %d rows in all, but MNIST has %d digits: ask for fewer", wanted, rows);
        }
        Map<Split, Integer> starts = new EnumMap<>(Split.class);
        int start = 0;
        for (Split split : Split.values()) {
            starts.put(split, start);
            start += Math.toIntExact(request.count(split));
        }
        return new Digits(
                shipment.broadcast(all[0]),
                shipment.broadcast(all[1]),
                shipment.broadcast(Digits.order(request.seed(), rows)),
                starts);
    }

    private static Patches patches(
            Configuration conf, BroadcastFiles shipment, PrepareRequest request, List<SourceFile> sources)
            throws IOException {
        Backgrounds backgrounds = Backgrounds.open(conf, shipment, request.backgrounds());
        sources.addAll(backgrounds.sources());
        return new Patches(shipment.broadcast(backgrounds.photos().toArray(Patches.Photo[]::new)));
    }
}
