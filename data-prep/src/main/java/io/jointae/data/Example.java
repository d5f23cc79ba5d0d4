package io.jointae.data;

import io.jointae.feature.SparseRow;
import java.io.Serializable;
import java.util.Objects;

/**
 * A row of a dataset. It is a Java bean, because Spark's bean encoder turns it into the columns {@code id}, {@code label}
 * and {@code pixels} without boxing each pixel. A row that was read from sparse storage keeps its values sparse until
 * somebody asks for all of them.
 */
public final class Example implements Serializable {

    /** The label of a row without a label. */
    public static final int UNLABELED = -1;

    private long id;
    private int label;
    /** Null for a sparse row. */
    private float[] pixels;
    /** Null for a row of all values. */
    private SparseRow sparse;

    /** Creates an empty row for the encoder of Spark. */
    public Example() {
        this(0, UNLABELED, new float[0]);
    }

    /**
     * Creates a row.
     *
     * @param id the position in its split, from 0
     * @param label the class, from 0, or {@link #UNLABELED}
     * @param pixels {@code [width]}, each in [0, 1]; the row keeps the array without a copy
     */
    public Example(long id, int label, float[] pixels) {
        this.id = id;
        this.label = label;
        this.pixels = Objects.requireNonNull(pixels, "pixels");
    }

    /** Returns a row whose values are sparse; it keeps the values without a copy. */
    public static Example ofSparse(long id, int label, SparseRow values) {
        Example row = new Example();
        row.id = id;
        row.label = label;
        row.pixels = null;
        row.sparse = Objects.requireNonNull(values, "values");
        return row;
    }

    /** Returns the position in the split, from 0. */
    public long getId() {
        return id;
    }

    /** Sets the position in the split. */
    public void setId(long id) {
        this.id = id;
    }

    /** Returns the class, from 0, or {@link #UNLABELED}. */
    public int getLabel() {
        return label;
    }

    /** Sets the class. */
    public void setLabel(int label) {
        this.label = label;
    }

    /** Returns the pixels {@code [width]}, without a copy unless the row is sparse. */
    public float[] getPixels() {
        return sparse == null ? pixels : sparse.dense();
    }

    /** Sets the pixels without a copy. */
    public void setPixels(float[] pixels) {
        this.pixels = pixels;
        this.sparse = null;
    }

    /** Returns the values of a sparse row without a copy; null if the row has all values. */
    public SparseRow sparse() {
        return sparse;
    }

    /** Returns the values as a sparse row, which is made unless the row is sparse. */
    public SparseRow toSparse() {
        return sparse == null ? SparseRow.of(pixels) : sparse;
    }

    /** Returns the number of values. */
    public int width() {
        return sparse == null ? pixels.length : sparse.width();
    }

    /** Copies all values to an array, from a position on. */
    public void copyTo(float[] target, int from) {
        if (sparse == null) {
            System.arraycopy(pixels, 0, target, from, pixels.length);
        } else {
            sparse.copyTo(target, from);
        }
    }
}
