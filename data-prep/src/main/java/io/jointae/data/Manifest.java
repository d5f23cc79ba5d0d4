package io.jointae.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.jointae.base.InvalidInputException;
import io.jointae.feature.Scaling;
import io.jointae.feature.TableFeatures;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The contents of {@code manifest.json}, which describes a prepared dataset: enough to check its files and to prepare it
 * again. Each component is a key of the file.
 *
 * @param format the version of the file format
 * @param name the name of the dataset in the paper, such as {@code rect}, or the name that the user chose
 * @param shape the shape of a row's pixels
 * @param classes the number of labels; 0 if no row has a label
 * @param labelNames the names of the labels in the order of their numbers; empty if labels are only numbers
 * @param counts the number of rows per split
 * @param files the Parquet files
 * @param sources the files from which the rows were read or generated; empty for rows that need no file
 * @param recipe a description of how the rows were read or generated
 * @param choices what the published recipe or the source leaves open, and what was chosen
 * @param seed the seed of generated rows or of a random split; null if nothing is random
 * @param skipped the files that could not be decoded and were skipped
 * @param version the version of jointae that wrote the dataset
 * @param hash the hash of the contents: shape, and split, id, label and pixels of every row; it does not depend on how
 *     the rows are divided into files
 * @param scaling how the values become inputs of a network; training and evaluations apply it when they read the rows
 * @param features how the columns of a table became the values of a row
 * @param sparse what is known of rows that the files store as sparse vectors; null if they store all values
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
        String hash,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Scaling.IsNone.class)
        Scaling scaling,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = TableFeatures.IsNone.class)
        TableFeatures features,

        @JsonInclude(JsonInclude.Include.NON_NULL) SparseValues sparse) {

    /** The version of the file format of datasets that store all values. */
    public static final int FORMAT = 1;

    /** The version of the file format of datasets that store sparse vectors, which earlier versions cannot read. */
    public static final int SPARSE_FORMAT = 2;

    /**
     * The size of rows that are stored as sparse vectors.
     *
     * @param values the number of stored values of all rows of a split
     */
    public record SparseValues(Map<Split, Long> values) {

        /** Adds the count 0 for missing splits. */
        public SparseValues {
            values = complete(values);
        }
    }

    /** The key of the choice that marks rows that were accepted although they are not known to be the official ones. */
    public static final String UNVERIFIED = "unverified";

    /** The key of the choice that names the version of the recipe that generated the rows. */
    public static final String RECIPE_VERSION = "recipe version";

    /** The name of the file in the dataset's folder. */
    public static final String FILE = "manifest.json";

    /** Checks the format, and adds the count 0 for missing splits. */
    public Manifest {
        if (format != (sparse == null ? FORMAT : SPARSE_FORMAT)) {
            throw InvalidInputException.of(
                    "The manifest has format %d%s, but this version reads format %d, and %d for sparse vectors: prepare the"
                            + " dataset again.",
                    format, sparse == null ? "" : " and sparse vectors", FORMAT, SPARSE_FORMAT);
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(hash, "hash");
        if (classes < 0) {
            throw new IllegalArgumentException(
                    "The manifest has " + classes + " classes: the number must not be negative.");
        }
        counts = complete(counts);
        labelNames = List.copyOf(labelNames);
        files = List.copyOf(files);
        sources = List.copyOf(sources);
        choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
        skipped = List.copyOf(skipped);
        // Files of earlier versions state neither.
        scaling = scaling == null ? Scaling.NONE : scaling;
        features = features == null ? TableFeatures.NONE : features;
        if (!scaling.isNone() && scaling.width() != shape.size()) {
            throw new IllegalArgumentException("The manifest scales " + scaling.width() + " values, but a row has "
                    + shape.size() + ": prepare the dataset again.");
        }
    }

    private static Map<Split, Long> complete(Map<Split, Long> numbers) {
        Map<Split, Long> complete = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            complete.put(split, numbers.getOrDefault(split, 0L));
        }
        return Collections.unmodifiableMap(complete);
    }

    /** Returns how the files store the values of a row. */
    @JsonIgnore
    public RowStorage storage() {
        return sparse == null ? RowStorage.DENSE : RowStorage.SPARSE;
    }

    /** Returns the average number of values that the files store per row of a split, at least 1. */
    public double storedValuesPerRow(Split split) {
        if (sparse == null) {
            return shape.size();
        }
        return count(split) == 0 ? 1 : Math.max(1, sparse.values.get(split) / (double) count(split));
    }

    /** Returns whether the rows were accepted although they are not known to be the official ones. */
    public boolean unverified() {
        return choices.containsKey(UNVERIFIED);
    }

    /** Returns the version of the recipe that generated the rows; null if they were not generated or it is not stated. */
    public String recipeVersion() {
        return choices.get(RECIPE_VERSION);
    }

    /** Returns this manifest with other sources and choices. */
    public Manifest withProvenance(List<SourceFile> otherSources, SortedMap<String, String> otherChoices) {
        return new Manifest(
                format,
                name,
                shape,
                classes,
                labelNames,
                counts,
                files,
                otherSources,
                recipe,
                otherChoices,
                seed,
                skipped,
                version,
                hash,
                scaling,
                features,
                sparse);
    }

    /** Returns the number of rows of a split; 0 if the dataset does not have the split. */
    public long count(Split split) {
        return counts.get(split);
    }
}
