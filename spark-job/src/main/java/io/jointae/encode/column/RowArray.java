package io.jointae.encode.column;

import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.Platform;

/** An array of floats in Spark's own format that takes the values of one row after the other. Not thread-safe. */
public final class RowArray {

    private final int width;
    private final long[] memory;
    private final long valueOffset;
    private final UnsafeArrayData array = new UnsafeArrayData();

    /** @param width the number of values of a row */
    public RowArray(int width) {
        this.width = width;
        int header = UnsafeArrayData.calculateHeaderPortionInBytes(width);
        long bytes = header + (long) width * Float.BYTES;
        // The header is the number of elements, followed by one bit per element that is 0 where the element is not
        // null.
        memory = new long[Math.toIntExact((bytes + Long.BYTES - 1) / Long.BYTES)];
        memory[0] = width;
        valueOffset = Platform.LONG_ARRAY_OFFSET + header;
        array.pointTo(memory, Platform.LONG_ARRAY_OFFSET, memory.length * Long.BYTES);
    }

    /** Returns the number of values of a row. */
    public int width() {
        return width;
    }

    /**
     * Returns the array with the values of a row, until the next call.
     *
     * @param rows {@code [n, width]}
     * @param row the row, from 0
     */
    public UnsafeArrayData of(float[] rows, int row) {
        long bytes = (long) width * Float.BYTES;
        Platform.copyMemory(rows, Platform.FLOAT_ARRAY_OFFSET + row * bytes, memory, valueOffset, bytes);
        return array;
    }
}
