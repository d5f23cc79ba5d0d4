package io.jointae.encode;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Arrays of numbers as primitive floats inside Spark's generated code. Spark's public ways hand an array that
 * may hold nulls, as every Parquet array may, to Java as boxed objects one by one; that took as long as
 * reading the file.
 */
public final class PrimitiveFloats {

    private PrimitiveFloats() {}

    /** @param numbers a column of {@code array<float>} or {@code array<double>} */
    static Column of(Column numbers, boolean doubles) {
        Seq<Expression> argument =
                JavaConverters.asScalaBuffer(List.of(numbers.expr())).toSeq();
        Seq<AbstractDataType> unchecked =
                JavaConverters.asScalaBuffer(List.<AbstractDataType>of()).toSeq();
        return new Column(new StaticInvoke(
                PrimitiveFloats.class,
                DataTypes.createArrayType(DataTypes.FloatType, false),
                doubles ? "ofDoubles" : "ofFloats",
                argument,
                unchecked,
                true,
                true,
                true));
    }

    /** Called by generated code: nulls become NaN. */
    public static ArrayData ofFloats(ArrayData array) {
        return UnsafeArrayData.fromPrimitiveArray(hasNull(array) ? floatsOrNaN(array) : array.toFloatArray());
    }

    /** Called by generated code: nulls become NaN. */
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
