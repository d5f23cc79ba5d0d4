package io.jointae.data;

import java.util.List;
import java.util.Objects;

/**
 * The description of a dataset before its rows are written. The {@link Manifest} repeats it.
 *
 * @param name the name of the dataset
 * @param shape the shape of a row's pixels
 * @param classes the number of labels, or {@link #CLASSES_FROM_LABELS}
 * @param labelNames the names of the labels in the order of their numbers; empty if labels are only numbers
 * @param provenance where the rows come from
 */
public record DatasetSpec(
        String name, Shape shape, int classes, List<String> labelNames, DatasetProvenance provenance) {

    /** Takes the number of classes from the rows: the highest label plus 1, or 0 if no row has a label. */
    public static final int CLASSES_FROM_LABELS = -1;

    /** Copies the list. */
    public DatasetSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(provenance, "provenance");
        labelNames = List.copyOf(labelNames);
    }
}
