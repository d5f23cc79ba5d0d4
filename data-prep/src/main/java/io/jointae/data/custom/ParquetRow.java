package io.jointae.data.custom;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.Example;
import io.jointae.data.Shape;
import io.jointae.data.source.DecodedImage;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.SparseRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** A row of a Parquet file with its position. It is a Java bean for the encoder of Spark. */
public final class ParquetRow implements Serializable {

    private String file;
    private long index;
    private int label;
    private float[] pixels;
    private byte[] image;
    /** The values of a row that stays sparse; otherwise null. */
    private SparseRow sparse;

    /**
     * Returns a row whose vector stays sparse.
     *
     * @param row the file, the index, the label, and a vector or null
     */
    static ParquetRow ofVector(Row row) {
        ParquetRow vectorRow = new ParquetRow();
        vectorRow.file = row.getString(0);
        vectorRow.index = row.getLong(1);
        vectorRow.label = row.getInt(2);
        if (row.get(3) instanceof SparseVector vector) {
            vectorRow.sparse = SparseRow.of(vector.size(), vector.indices(), vector.values());
        } else if (row.get(3) instanceof Vector vector) {
            vectorRow.sparse = SparseRow.of(floats(vector.toArray()));
        }
        return vectorRow;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Returns the path of the file. */
    public String getFile() {
        return file;
    }

    /** Sets the path of the file. */
    public void setFile(String file) {
        this.file = file;
    }

    /** Returns the position in the file, from 0. */
    public long getIndex() {
        return index;
    }

    /** Sets the position in the file. */
    public void setIndex(long index) {
        this.index = index;
    }

    /** Returns the label; {@code Integer.MAX_VALUE} if it is invalid. */
    public int getLabel() {
        return label;
    }

    /** Sets the label. */
    public void setLabel(int label) {
        this.label = label;
    }

    /** Returns the numbers of the row without a copy; null if one of them is null. */
    public float[] getPixels() {
        return pixels;
    }

    /** Sets the numbers of the row. */
    public void setPixels(float[] pixels) {
        this.pixels = pixels;
    }

    /** Returns the bytes of an encoded image; null for a row of numbers. */
    public byte[] getImage() {
        return image;
    }

    /** Sets the bytes of an encoded image. */
    public void setImage(byte[] image) {
        this.image = image;
    }

    /**
     * Decodes the image of the row.
     *
     * @param shape the shape of every row
     * @param scale whether an image of another size is scaled to the shape; otherwise it is invalid
     */
    void decode(Shape shape, boolean scale) {
        if (image == null) {
            throw invalid("has no image.");
        }
        DecodedImage decoded;
        try {
            decoded = DecodedImage.decode(new ByteArrayInputStream(image));
        } catch (IOException e) {
            throw invalid("has an image that cannot be decoded: " + e.getMessage() + ".");
        }
        if (!scale && !decoded.shape().equals(shape)) {
            throw InvalidInputException.of(
                    "%s: row %d has an image of the size %s, but the first image has %s: set %s to scale all images to one"
                            + " size.",
                    file, index + 1, decoded.shape(), shape, FieldName.of("size"));
        }
        pixels = decoded.scaledTo(shape).values();
    }

    /** Returns the row as an example whose numbers are checked. */
    Example example(long first, int width, float scale, ScalingKind scaling) {
        int found = sparse != null ? sparse.width() : pixels == null ? -1 : pixels.length;
        if (found != width) {
            throw invalid("has " + (found < 0 ? "no values" : Count.of(found, "value")) + " instead of " + width + ".");
        }
        if (label == Integer.MAX_VALUE) {
            throw invalid("has a label that is empty, negative or too large.");
        }
        float[] values = sparse == null ? pixels : sparse.values();
        for (int i = 0; i < values.length; i++) {
            float pixel = values[i] / scale;
            if (scaling == ScalingKind.NONE && !scaling.accepts(pixel)) {
                throw InvalidInputException.of(
                        "%s: row %d has the value %s, which is not in [0, %s]: set %s to the highest value, or choose a %s.",
                        file, index + 1, values[i], scale, FieldName.of("scale"), FieldName.of("scaling"));
            }
            if (!scaling.accepts(pixel)) {
                throw InvalidInputException.of(
                        "%s: row %d has the value %s, but every value %s where %s is %s: correct the row.",
                        file, index + 1, values[i], scaling.condition(), FieldName.of("scaling"), scaling.id());
            }
        }
        return sparse == null
                ? new Example(first + index, label, values)
                : Example.ofSparse(first + index, label, sparse);
    }

    private InvalidInputException invalid(String problem) {
        return InvalidInputException.of("%s: row %d %s", file, index + 1, problem);
    }
}
