package io.jointae.data;

import java.io.Serializable;
import java.util.Objects;

/**
 * A row of a dataset. It is a Java bean, because Spark's bean encoder turns it into the columns {@code id}, {@code label}
 * and {@code pixels} without boxing each pixel.
 */
public final class Example implements Serializable {

    /** The label of a row without a label. */
    public static final int UNLABELED = -1;

    private long id;
    private int label;
    private float[] pixels;

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

    /** Returns the pixels {@code [width]} without a copy. */
    public float[] getPixels() {
        return pixels;
    }

    /** Sets the pixels without a copy. */
    public void setPixels(float[] pixels) {
        this.pixels = pixels;
    }
}
