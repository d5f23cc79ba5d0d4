package io.jointae.train.vector;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A flat vector that travels between the driver and the workers. It is serialized in large big-endian chunks, which takes
 * half the time of Java's serialization of a {@code float[]}.
 */
@DefaultSerializer(JavaSerializer.class)
public final class FlatVector implements Externalizable {

    private static final long serialVersionUID = 1;
    private static final int CHUNK_FLOATS = 1 << 14;

    /** The vector without numbers. */
    public static final FlatVector EMPTY = new FlatVector();

    private float[] values;
    private int from;
    private int length;
    private boolean releasedOnWrite;

    /** Creates an empty vector, for deserialization. */
    public FlatVector() {
        this(new float[0]);
    }

    /** @param values the numbers; the array is not copied and must not be changed afterwards */
    public FlatVector(float[] values) {
        this(values, 0, values.length);
    }

    private FlatVector(float[] values, int from, int length) {
        this.values = values;
        this.from = from;
        this.length = length;
    }

    /**
     * Returns a vector that releases its numbers when it is serialized. It is meant for the results of tasks: Spark holds
     * the object until the end of the task, in addition to its serialized bytes.
     */
    public static FlatVector releasedOnWrite(float[] values) {
        FlatVector vector = new FlatVector(values);
        vector.releasedOnWrite = true;
        return vector;
    }

    /**
     * Returns the numbers; null if they were released. The array must not be changed. It is a copy only of a vector that
     * is part of another one.
     */
    public float[] values() {
        return values == null || length == values.length ? values : Arrays.copyOfRange(values, from, from + length);
    }

    /** Returns the number of numbers. */
    public int length() {
        return length;
    }

    /**
     * Returns one of several parts of nearly equal length. The numbers are not copied.
     *
     * @param part the index of the part, from 0
     * @param parts the number of parts, at least 1
     */
    public FlatVector part(int part, int parts) {
        int begin = (int) (part * (long) length / parts);
        int end = (int) ((part + 1) * (long) length / parts);
        return new FlatVector(values, from + begin, end - begin);
    }

    /** Returns the index of the first number in the vector that this one is a part of. */
    public int begin() {
        return from;
    }

    /** Adds the numbers from {@code begin} on to sums, each multiplied by a weight. */
    void addTo(double[] sums, int begin, int count, double weight) {
        int first = from + begin;
        for (int i = 0; i < count; i++) {
            sums[i] += weight * values[first + i];
        }
    }

    /** Copies the numbers into an array, from an index on. */
    public void copyTo(float[] target, int at) {
        System.arraycopy(values, from, target, at, length);
    }

    /** Copies the numbers into a buffer in the order of its bytes, from a byte position on. */
    void copyTo(ByteBuffer target, int at) {
        target.duplicate()
                .order(target.order())
                .position(at)
                .slice()
                .order(target.order())
                .asFloatBuffer()
                .put(values, from, length);
    }

    /** Returns the vector whose numbers are in a little-endian buffer. They are copied. */
    static FlatVector of(ByteBuffer littleEndian) {
        FloatBuffer floats =
                littleEndian.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] numbers = new float[floats.remaining()];
        floats.get(numbers);
        return new FlatVector(numbers);
    }

    /**
     * Returns a part of this vector. The numbers are not copied.
     *
     * @param begin the index of the first number
     * @param count the number of numbers
     */
    public FlatVector range(int begin, int count) {
        return new FlatVector(values, from + begin, count);
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeInt(length);
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(CHUNK_FLOATS, length) * Float.BYTES);
        FloatBuffer floats = chunk.asFloatBuffer();
        for (int i = 0; i < length; i += CHUNK_FLOATS) {
            int n = Math.min(CHUNK_FLOATS, length - i);
            floats.clear();
            floats.put(values, from + i, n);
            out.write(chunk.array(), 0, n * Float.BYTES);
        }
        if (releasedOnWrite) {
            values = null;
        }
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        length = in.readInt();
        values = new float[length];
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(CHUNK_FLOATS, length) * Float.BYTES);
        FloatBuffer floats = chunk.asFloatBuffer();
        for (int i = 0; i < length; i += CHUNK_FLOATS) {
            int n = Math.min(CHUNK_FLOATS, length - i);
            in.readFully(chunk.array(), 0, n * Float.BYTES);
            floats.clear();
            floats.get(values, i, n);
        }
    }
}
