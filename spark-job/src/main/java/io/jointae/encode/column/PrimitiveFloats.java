package io.jointae.encode.column;

import io.jointae.spark.SqlPlans;
import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.Platform;

/**
 * Converts arrays of numbers to primitive floats inside Spark's generated code. Not thread-safe: each task has a converter
 * of its own, whose memory it uses for all rows.
 *
 * <p>Spark's public API passes an array that may hold nulls, as every Parquet array may, to Java as boxed objects. In
 * our measurements the boxing took as long as reading the file.
 */
public final class PrimitiveFloats implements Serializable {

    private final boolean doubles;
    private transient float[] floats;
    private transient RowArray array;

    private PrimitiveFloats(boolean doubles) {
        this.doubles = doubles;
    }

    /**
     * Returns a column as {@code array<float>} without nulls; null elements become NaN.
     *
     * @param numbers a column of {@code array<float>} or {@code array<double>}
     * @param doubles whether the elements are doubles
     */
    static Column convert(Column numbers, boolean doubles) {
        return SqlPlans.call(
                new PrimitiveFloats(doubles), DataTypes.createArrayType(DataTypes.FloatType, false), "floats", numbers);
    }

    /**
     * Returns the numbers of an {@code array<float>} without nulls.
     *
     * @param array an array in Spark's own format
     * @param reusable an array that is overwritten and returned if it has the right length; null for none
     */
    public static float[] copy(ArrayData array, float[] reusable) {
        if (!(array instanceof UnsafeArrayData unsafe)) {
            return array.toFloatArray();
        }
        int n = unsafe.numElements();
        float[] floats = reusable != null && reusable.length == n ? reusable : new float[n];
        long first = unsafe.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(n);
        Platform.copyMemory(unsafe.getBaseObject(), first, floats, Platform.FLOAT_ARRAY_OFFSET, (long) n * Float.BYTES);
        return floats;
    }

    /**
     * Converts an array; null elements become NaN. Spark's generated code calls it and copies the result, which is valid
     * until the next call.
     */
    public ArrayData floats(ArrayData numbers) {
        int n = numbers.numElements();
        if (array == null || array.width() != n) {
            array = new RowArray(n);
            floats = new float[n];
        }
        if (doubles) {
            for (int i = 0; i < n; i++) {
                floats[i] = numbers.isNullAt(i) ? Float.NaN : (float) numbers.getDouble(i);
            }
        } else {
            for (int i = 0; i < n; i++) {
                floats[i] = numbers.isNullAt(i) ? Float.NaN : numbers.getFloat(i);
            }
        }
        return array.of(floats, 0);
    }
}
