package io.jointae.data;

import java.io.Serializable;
import java.util.Objects;

/**
 * One row of a dataset. A bean, because that is what Spark's encoder turns into columns without boxing each
 * pixel; the columns come out as {@code id, label, pixels}.
 */
public final class Example implements Serializable {

    /** The label of a row that has none. */
    public static final int UNLABELED = -1;

    private long id;
    private int label;
    private float[] pixels;

    /** For Spark's encoder. */
    public Example() {
        this(0, UNLABELED, new float[0]);
    }

    /**
     * @param id position in its split, from 0
     * @param label class from 0, or {@link #UNLABELED}
     * @param pixels [width], each in [0, 1]; kept, not copied
     */
    public Example(long id, int label, float[] pixels) {
        this.id = id;
        this.label = label;
        this.pixels = Objects.requireNonNull(pixels, "pixels");
    }

    public long getId() {
        return id;
    }

    public void setId(long id) {
        this.id = id;
    }

    public int getLabel() {
        return label;
    }

    public void setLabel(int label) {
        this.label = label;
    }

    public float[] getPixels() {
        return pixels;
    }

    public void setPixels(float[] pixels) {
        this.pixels = pixels;
    }
}
