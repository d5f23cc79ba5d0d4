package io.jointae.evaluate.data;

import java.io.Serializable;

/**
 * Consecutive labeled rows as plain floats: what crosses the wire.
 *
 * @param ids [n], of the rows in their split
 * @param labels [n], class from 0
 * @param values [n, width], row after row
 */
public record RowBlock(long[] ids, int[] labels, float[] values) implements Serializable {

    public RowBlock {
        if (ids.length != labels.length || ids.length == 0 || values.length % ids.length != 0) {
            throw new IllegalArgumentException(
                    ids.length + " ids, " + labels.length + " labels and " + values.length + " values make no block");
        }
    }

    public int rows() {
        return labels.length;
    }

    public int width() {
        return values.length / labels.length;
    }
}
