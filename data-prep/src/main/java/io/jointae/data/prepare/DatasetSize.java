package io.jointae.data.prepare;

import io.jointae.data.Shape;
import io.jointae.data.Split;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The size of a dataset of the paper.
 *
 * @param shape the shape of a row's pixels
 * @param classes the number of classes; labels are 0 to classes - 1
 * @param counts the number of rows per split
 */
public record DatasetSize(Shape shape, int classes, Map<Split, Long> counts) {

    /** Copies the counts. */
    public DatasetSize {
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }
}
