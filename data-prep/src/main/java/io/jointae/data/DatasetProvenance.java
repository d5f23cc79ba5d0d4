package io.jointae.data;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the rows of a dataset come from.
 *
 * @param sources the files from which the rows are read or generated; empty for rows that need no file
 * @param recipe a description of how the rows are read or generated
 * @param choices what the published recipe or the source leaves open, and what was chosen
 * @param seed the seed of generated rows or of a random split; null if nothing is random
 * @param skipped the files that could not be decoded and were skipped
 */
public record DatasetProvenance(
        List<SourceFile> sources, String recipe, SortedMap<String, String> choices, Long seed, List<String> skipped) {

    /** Copies the collections. */
    public DatasetProvenance {
        Objects.requireNonNull(recipe, "recipe");
        sources = List.copyOf(sources);
        choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
        skipped = List.copyOf(skipped);
    }

    /** Returns the provenance of rows of which none was skipped. */
    public static DatasetProvenance of(
            List<SourceFile> sources, String recipe, Map<String, String> choices, Long seed) {
        return new DatasetProvenance(sources, recipe, new TreeMap<>(choices), seed, List.of());
    }
}
