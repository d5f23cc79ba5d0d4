package io.jointae.data;

import io.jointae.base.InvalidInputException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code manifest.json} says of a prepared dataset: enough to check its files and to make it again.
 *
 * @param format version of this layout
 * @param name as the paper writes it, such as {@code rect}, or the user's own
 * @param shape of a row's pixels
 * @param classes number of labels, 0 for unlabeled data
 * @param labelNames the user's words for the labels, in the order of the labels; empty where they are numbers
 * @param counts rows of each split
 * @param files every Parquet file
 * @param sources every file the rows came from; empty for data made from nothing
 * @param recipe how the rows were made or read, in words
 * @param choices what the published recipe or the source leaves open, and what was chosen
 * @param seed of a made dataset or of a drawn split; null where nothing was drawn
 * @param skipped files left out with {@code --skip-bad}
 * @param version of jointae that wrote it
 * @param hash of the contents (shape, split, id, label, pixels of every row), whatever the number of files
 */
public record Manifest(
        int format,
        String name,
        Shape shape,
        int classes,
        List<String> labelNames,
        Map<Split, Long> counts,
        List<DataFile> files,
        List<SourceFile> sources,
        String recipe,
        SortedMap<String, String> choices,
        Long seed,
        List<String> skipped,
        String version,
        String hash) {

    /** The only layout so far. */
    public static final int FORMAT = 1;

    /** Its name in the dataset's folder. */
    public static final String FILE = "manifest.json";

    public Manifest {
        if (format != FORMAT) {
            throw InvalidInputException.of(
                    "manifest format %d is not %d: prepare the data again with this version", format, FORMAT);
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(hash, "hash");
        if (classes < 0) {
            throw new IllegalArgumentException("classes " + classes + " is negative");
        }
        Map<Split, Long> complete = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            complete.put(split, counts.getOrDefault(split, 0L));
        }
        counts = Collections.unmodifiableMap(complete);
        labelNames = List.copyOf(labelNames);
        files = List.copyOf(files);
        sources = List.copyOf(sources);
        choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
        skipped = List.copyOf(skipped);
    }

    /** Rows of a split; 0 where the dataset has none. */
    public long count(Split split) {
        return counts.get(split);
    }
}
