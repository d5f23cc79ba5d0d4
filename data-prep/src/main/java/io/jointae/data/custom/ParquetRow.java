package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import java.io.Serializable;

/** A row of a Parquet file with its place; a bean for Spark's encoder. */
public final class ParquetRow implements Serializable {

    private String file;
    private long index;
    private int label;
    private float[] pixels;

    public String getFile() {
        return file;
    }

    public void setFile(String file) {
        this.file = file;
    }

    public long getIndex() {
        return index;
    }

    public void setIndex(long index) {
        this.index = index;
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

    /** The row as ours, its values scaled and checked. */
    Example example(long first, int width, float scale) {
        if (pixels == null || pixels.length != width) {
            throw bad("has " + (pixels == null ? "no" : pixels.length) + " values, not " + width);
        }
        if (label == Integer.MAX_VALUE) {
            throw bad("has a label that is empty, negative or too large");
        }
        for (int i = 0; i < width; i++) {
            float pixel = pixels[i] / scale;
            if (!(pixel >= 0 && pixel <= 1)) {
                throw bad("has the value " + pixels[i] + ", which is not in [0, " + scale
                        + "]: give --scale the highest value");
            }
            pixels[i] = pixel;
        }
        return new Example(first + index, label, pixels);
    }

    private InvalidInputException bad(String what) {
        return InvalidInputException.of("%s: row %d %s", file, index + 1, what);
    }
}
