package io.jointae.data;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a dataset before its rows are written; see {@link Manifest} for the fields.
 *
 * @param classes number of labels, or {@link #CLASSES_FROM_LABELS}
 */
public record DatasetSpec(
        String name,
        Shape shape,
        int classes,
        List<String> labelNames,
        List<SourceFile> sources,
        String recipe,
        SortedMap<String, String> choices,
        Long seed,
        List<String> skipped) {

    /** The number of classes is the highest label and one, or 0 where every row is unlabeled. */
    public static final int CLASSES_FROM_LABELS = -1;

    public DatasetSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(recipe, "recipe");
        labelNames = List.copyOf(labelNames);
        sources = List.copyOf(sources);
        choices = new TreeMap<>(choices);
        skipped = List.copyOf(skipped);
    }

    /** A dataset with numbers for labels, from which nothing was left out. */
    public static DatasetSpec of(
            String name,
            Shape shape,
            int classes,
            List<SourceFile> sources,
            String recipe,
            Map<String, String> choices,
            Long seed) {
        return new DatasetSpec(
                name, shape, classes, List.of(), sources, recipe, new TreeMap<>(choices), seed, List.of());
    }
}
