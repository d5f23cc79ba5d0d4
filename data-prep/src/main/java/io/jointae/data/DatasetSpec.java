package io.jointae.data;

import io.jointae.feature.ScalingRequest;
import io.jointae.feature.TableFeatures;
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
 * @param scaling how the values are to become inputs of a network
 * @param features how the columns of a table became the values of a row
 */
public record DatasetSpec(
        String name,
        Shape shape,
        int classes,
        List<String> labelNames,
        DatasetProvenance provenance,
        ScalingRequest scaling,
        TableFeatures features) {

    /** Takes the number of classes from the rows: the highest label plus 1, or 0 if no row has a label. */
    public static final int CLASSES_FROM_LABELS = -1;

    /** Copies the list. */
    public DatasetSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(scaling, "scaling");
        Objects.requireNonNull(features, "features");
        labelNames = List.copyOf(labelNames);
    }

    /** Describes a dataset whose values lie in [0, 1] and stay as they are. */
    public DatasetSpec(String name, Shape shape, int classes, List<String> labelNames, DatasetProvenance provenance) {
        this(name, shape, classes, labelNames, provenance, ScalingRequest.NONE, TableFeatures.NONE);
    }
}
