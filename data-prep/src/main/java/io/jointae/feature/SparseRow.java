package io.jointae.feature;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A row of which only some values are stored. All other values are 0, or those of a background that all rows of a task
 * share. A row with a background stays in its task, since the background is as large as a row of all values.
 */
@DefaultSerializer(FieldSerializer.class)
public final class SparseRow implements Serializable {

    private static final long serialVersionUID = 1;

    private final int width;
    private final int[] indices;
    private final float[] values;
    private final float[] background;

    /**
     * Creates a row whose other values are 0. The arrays are not copied.
     *
     * @param width the number of values of the row, at least 1
     * @param indices the positions of the stored values, in ascending order from 0
     * @param values the stored values
     * @throws IllegalArgumentException if the lengths differ or the positions are not valid
     */
    public SparseRow(int width, int[] indices, float[] values) {
        this(width, indices, values, null);
        int last = -1;
        for (int index : indices) {
            if (index <= last || index >= width) {
                throw new IllegalArgumentException("position " + index + " follows " + last + " in a row of " + width
                        + " values: positions must ascend and be below the width.");
            }
            last = index;
        }
    }

    private SparseRow(int width, int[] indices, float[] values, float[] background) {
        if (indices.length != values.length) {
            throw new IllegalArgumentException(
                    "a sparse row has " + indices.length + " positions and " + values.length + " values");
        }
        this.width = width;
        this.indices = indices;
        this.values = values;
        this.background = background;
    }

    /** Returns the values of a row that differ from 0. A value of -0.0 is stored, so that {@link #dense} has the same bits. */
    public static SparseRow of(float[] row) {
        int count = 0;
        for (float value : row) {
            count += isStored(value) ? 1 : 0;
        }
        int[] indices = new int[count];
        float[] values = new float[count];
        int at = 0;
        for (int i = 0; i < row.length; i++) {
            if (isStored(row[i])) {
                indices[at] = i;
                values[at++] = row[i];
            }
        }
        return new SparseRow(row.length, indices, values, null);
    }

    /**
     * Returns a row of single-precision values, without those that are 0.
     *
     * @param indices as for the constructor
     */
    public static SparseRow of(int width, int[] indices, double[] values) {
        int[] kept = new int[indices.length];
        float[] floats = new float[indices.length];
        int count = 0;
        for (int i = 0; i < indices.length; i++) {
            float value = (float) values[i];
            if (isStored(value)) {
                kept[count] = indices[i];
                floats[count++] = value;
            }
        }
        return count == kept.length
                ? new SparseRow(width, kept, floats)
                : new SparseRow(width, Arrays.copyOf(kept, count), Arrays.copyOf(floats, count));
    }

    static boolean isStored(float value) {
        return Float.floatToRawIntBits(value) != 0;
    }

    /** Returns a row with other stored values at the same positions. */
    SparseRow with(float[] others, float[] shared) {
        return new SparseRow(width, indices, others, shared);
    }

    /** Returns the number of values of the row, stored or not. */
    public int width() {
        return width;
    }

    /** Returns the number of stored values. */
    public int size() {
        return indices.length;
    }

    /** Returns the positions of the stored values, in ascending order, without a copy. */
    public int[] indices() {
        return indices;
    }

    /** Returns the stored values without a copy. */
    public float[] values() {
        return values;
    }

    /** Returns the values at all other positions, {@code [width]}, without a copy; null if they are 0. */
    public float[] background() {
        return background;
    }

    /** Returns all values, {@code [width]}. */
    public float[] dense() {
        float[] dense = new float[width];
        copyTo(dense, 0);
        return dense;
    }

    /** Writes all values to an array, from a position on. */
    public void copyTo(float[] target, int from) {
        if (background == null) {
            Arrays.fill(target, from, from + width, 0);
        } else {
            System.arraycopy(background, 0, target, from, width);
        }
        for (int i = 0; i < indices.length; i++) {
            target[from + indices[i]] = values[i];
        }
    }
}
