package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.encode.column.InputRow;
import io.jointae.feature.ScalingKind;
import io.jointae.model.ModelDirectory;
import java.io.Serializable;

/**
 * Checks that a row can be encoded: it is not null, it has the right length, and all of its values are finite and suit
 * the scaling of the model. Without scaling, values outside [0, 1] are encoded as they are.
 *
 * @param inputs the number of values that a row must have
 * @param scaling the kind of scaling by which the values become inputs
 */
@DefaultSerializer(JavaSerializer.class)
public record RowCheck(int inputs, ScalingKind scaling) implements Serializable {

    /** Returns the check of the rows of a model. */
    public static RowCheck of(ModelDirectory model) {
        return new RowCheck(
                model.model().architecture().inputs(), model.card().scaling().kind());
    }

    /**
     * Copies the values of a valid row as {@link #copy(float[], float[], int)} does, and names the problem of a row whose
     * columns could not be assembled.
     */
    public String copy(InputRow row, float[] target, int offset) {
        return row.getProblem() == null ? copy(row.getValues(), target, offset) : row.getProblem();
    }

    /**
     * Copies the values of a valid row.
     *
     * @param values the row's values, or null where the row is null
     * @param target {@code [offset + inputs]} or longer; overwritten from {@code offset} on, also by an invalid row
     * @return null if the row is valid; otherwise the problem as a predicate, such as "has 3 values, not 12"
     */
    public String copy(float[] values, float[] target, int offset) {
        if (values == null) {
            return "is null";
        }
        if (values.length != inputs) {
            return "has " + values.length + " values, not " + inputs;
        }
        System.arraycopy(values, 0, target, offset, inputs);
        if (zeroTimesSum(values) != 0) {
            return describeNotFinite(target, offset);
        }
        return scaling == ScalingKind.LOG ? describeNegative(target, offset) : null;
    }

    /**
     * Returns 0 if all values are finite, because 0 * v is 0 for these, and NaN otherwise. Eight sums do not wait for each
     * other.
     */
    private static float zeroTimesSum(float[] values) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = 0;
        for (; i + 7 < values.length; i += 8) {
            a += 0 * values[i];
            b += 0 * values[i + 1];
            c += 0 * values[i + 2];
            d += 0 * values[i + 3];
            e += 0 * values[i + 4];
            f += 0 * values[i + 5];
            g += 0 * values[i + 6];
            h += 0 * values[i + 7];
        }
        for (; i < values.length; i++) {
            a += 0 * values[i];
        }
        return a + b + c + d + e + f + g + h;
    }

    private String describeNegative(float[] values, int offset) {
        for (int i = 0; i < inputs; i++) {
            if (values[offset + i] < 0) {
                return "has " + values[offset + i] + " at index " + i
                        + ", but the scaling log needs values of at least 0";
            }
        }
        return null;
    }

    private String describeNotFinite(float[] values, int offset) {
        int i = 0;
        while (Float.isFinite(values[offset + i])) {
            i++;
        }
        String value = Float.isNaN(values[offset + i]) ? "null or NaN" : String.valueOf(values[offset + i]);
        return "has " + value + " at index " + i;
    }
}
