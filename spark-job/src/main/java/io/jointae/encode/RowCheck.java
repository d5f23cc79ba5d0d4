package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * Checks that a row can be encoded: it is not null, it has the right length, and all of its values are finite.
 *
 * @param inputs the number of values that a row must have
 */
@DefaultSerializer(JavaSerializer.class)
public record RowCheck(int inputs) implements Serializable {

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
        // One sum finds NaN and infinity, because 0 * v is 0 for every other value.
        float sum = 0;
        for (int i = 0; i < inputs; i++) {
            sum += 0 * target[offset + i];
        }
        return sum == 0 ? null : describeNotFinite(target, offset);
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
