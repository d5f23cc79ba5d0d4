package io.jointae.score.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * Encodes the levels of rows of a column of arrays. Repetition level 0 starts a row. The highest definition level marks a
 * value, one less marks an empty array, and 0 marks a null row.
 *
 * @param highest the highest definition level of the column
 */
record FloatLevels(int highest) {

    /** The length that stands for a null row. */
    static final int NULL_ROW = -1;

    private static final int ONE_BIT = 1;
    private static final int INITIAL_BYTES = 1 << 10;
    private static final int MOST_BYTES = 1 << 24;

    /**
     * Returns the repetition levels and then the definition levels as a data page of version 1 has them.
     *
     * @param lengths the length of each row
     */
    byte[] encode(int[] lengths) throws IOException {
        RunLengthBitPackingHybridEncoder repetition = encoder(ONE_BIT);
        RunLengthBitPackingHybridEncoder definition = encoder(Integer.SIZE - Integer.numberOfLeadingZeros(highest));
        for (int length : lengths) {
            repetition.writeInt(0);
            definition.writeInt(length > 0 ? highest : length == 0 ? highest - 1 : 0);
            for (int i = 1; i < length; i++) {
                repetition.writeInt(1);
                definition.writeInt(highest);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BytesInput.concat(withLength(repetition), withLength(definition)).writeAllTo(bytes);
        return bytes.toByteArray();
    }

    private static RunLengthBitPackingHybridEncoder encoder(int bits) {
        return new RunLengthBitPackingHybridEncoder(bits, INITIAL_BYTES, MOST_BYTES, new HeapByteBufferAllocator());
    }

    private static BytesInput withLength(RunLengthBitPackingHybridEncoder encoder) throws IOException {
        BytesInput bytes = encoder.toBytes();
        return BytesInput.concat(BytesInput.fromInt((int) bytes.size()), bytes);
    }
}
