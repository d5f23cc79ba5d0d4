package io.jointae.evaluate.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * A block of labeled rows as flat arrays, which Spark moves between machines.
 *
 * @param ids {@code [rows]}, ids of the rows in their split
 * @param labels {@code [rows]}, classes from 0; -1 if a row has no label
 * @param values {@code [rows, width]}, row after row
 */
@DefaultSerializer(JavaSerializer.class)
public record RowBlock(long[] ids, int[] labels, float[] values) implements Serializable {

    /** Checks that the lengths match and that there is at least one row. */
    public RowBlock {
        if (ids.length != labels.length || ids.length == 0 || values.length % ids.length != 0) {
            throw new IllegalArgumentException("The lengths of a block do not match: " + ids.length + " ids, "
                    + labels.length + " labels and " + values.length + " values.");
        }
    }

    /** Returns the number of rows. */
    public int rows() {
        return labels.length;
    }

    /** Returns the number of values per row. */
    public int width() {
        return values.length / labels.length;
    }
}
