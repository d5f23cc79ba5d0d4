package io.jointae.encode.column;

import io.jointae.spark.SqlPlans;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.Platform;

/**
 * Converts arrays of numbers to primitive floats inside Spark's generated code.
 *
 * <p>Spark's public API passes an array that may hold nulls, as every Parquet array may, to Java as boxed objects. In
 * our measurements the boxing took as long as reading the file.
 */
public final class PrimitiveFloats {

    private PrimitiveFloats() {}

    /**
     * Returns a column as {@code array<float>} without nulls; null elements become NaN.
     *
     * @param numbers a column of {@code array<float>} or {@code array<double>}
     * @param doubles whether the elements are doubles
     */
    static Column convert(Column numbers, boolean doubles) {
        return SqlPlans.call(
                PrimitiveFloats.class,
                DataTypes.createArrayType(DataTypes.FloatType, false),
                doubles ? "ofDoubles" : "ofFloats",
                numbers);
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

    /** Converts an {@code array<float>}; null elements become NaN. Spark's generated code calls it. */
    public static ArrayData ofFloats(ArrayData array) {
        return UnsafeArrayData.fromPrimitiveArray(hasNull(array) ? floatsOrNaN(array) : array.toFloatArray());
    }

    /** Converts an {@code array<double>}; null elements become NaN. Spark's generated code calls it. */
    public static ArrayData ofDoubles(ArrayData array) {
        float[] floats = new float[array.numElements()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.isNullAt(i) ? Float.NaN : (float) array.getDouble(i);
        }
        return UnsafeArrayData.fromPrimitiveArray(floats);
    }

    private static boolean hasNull(ArrayData array) {
        int n = array.numElements();
        for (int i = 0; i < n; i++) {
            if (array.isNullAt(i)) {
                return true;
            }
        }
        return false;
    }

    private static float[] floatsOrNaN(ArrayData array) {
        float[] floats = new float[array.numElements()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.isNullAt(i) ? Float.NaN : array.getFloat(i);
        }
        return floats;
    }
}
