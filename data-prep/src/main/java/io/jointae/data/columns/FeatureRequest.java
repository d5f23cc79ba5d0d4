package io.jointae.data.columns;

import io.jointae.feature.ScalingRequest;
import java.util.Objects;

/**
 * How the inputs of a network are made from the rows of a source.
 *
 * @param table which columns of a table become features; {@link TableRequest#ALL} for files of vectors or images
 * @param scaling how the values become inputs
 */
public record FeatureRequest(TableRequest table, ScalingRequest scaling) {

    /** Takes vectors or images with values in [0, 1] as they are. */
    public static final FeatureRequest PLAIN = new FeatureRequest(TableRequest.ALL, ScalingRequest.NONE);

    /** Checks that there are values. */
    public FeatureRequest {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(scaling, "scaling");
    }
}
