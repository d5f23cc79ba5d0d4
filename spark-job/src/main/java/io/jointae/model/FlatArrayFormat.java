package io.jointae.model;

import io.jointae.base.InvalidInputException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a vector of floats in ND4J's binary format. The format consists of two buffers. Each is a kind of allocation
 * and a length and a type of data, followed by the values in big-endian order. The first buffer has 64-bit integers and
 * describes the array: its rank, its dimensions, its strides and three more values. The second buffer has the values of
 * the array. {@code Nd4j.read} allocates whatever these lengths say; this reader compares them with the expected length
 * first.
 */
final class FlatArrayFormat {

    private static final String ALLOCATION = "MIXED_DATA_TYPES";
    private static final int CHUNK_BYTES = 1 << 16;

    private FlatArrayFormat() {}

    /**
     * Reads a vector and the end of the stream.
     *
     * @param size the number of values that the vector must have, at least 1
     * @param origin the file, for messages
     * @return the values, {@code [size]}
     * @throws InvalidInputException if the stream has another array, or more than the array
     * @throws java.io.EOFException if the stream ends within the array
     */
    static float[] read(DataInputStream in, int size, String origin) throws IOException {
        require(ALLOCATION.equals(in.readUTF()), origin);
        long shapeLength = in.readLong();
        // A vector of rank 1 or 2 has 2 * rank + 4 numbers.
        require((shapeLength == 6 || shapeLength == 8) && "LONG".equals(in.readUTF()), origin);
        long rank = in.readLong();
        require(shapeLength == 2 * rank + 4, origin);
        long elements = 1;
        for (int i = 0; i < rank; i++) {
            long dimension = in.readLong();
            require(dimension == 1 || dimension == size, origin);
            elements = Math.multiplyExact(elements, dimension);
        }
        require(elements == size, origin);
        for (long i = 1 + rank; i < shapeLength; i++) {
            // The strides, the type, the stride between elements and the order do not matter for a vector.
            in.readLong();
        }
        require(ALLOCATION.equals(in.readUTF()) && in.readLong() == size && "FLOAT".equals(in.readUTF()), origin);
        float[] values = readFloats(in, size);
        if (in.read() != -1) {
            throw InvalidInputException.of(
                    "%s has more than %d values: use a network that jointae wrote.", origin, size);
        }
        return values;
    }

    private static float[] readFloats(DataInputStream in, int size) throws IOException {
        float[] values = new float[size];
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        int floats = chunk.capacity() / Float.BYTES;
        for (int from = 0; from < size; from += floats) {
            int n = Math.min(floats, size - from);
            in.readFully(chunk.array(), 0, n * Float.BYTES);
            chunk.clear();
            chunk.asFloatBuffer().get(values, from, n);
        }
        return values;
    }

    private static void require(boolean asExpected, String origin) {
        if (!asExpected) {
            throw InvalidInputException.of(
                    "%s is not the vector of floats that its configuration describes: restore the file from a copy.",
                    origin);
        }
    }
}
