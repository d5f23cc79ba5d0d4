package io.jointae.stack;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;

/**
 * The serialized form of {@link Examples}. Values are written in large pieces, since Java's own serialization of a
 * {@code float[]} takes twice the time, and examples that do not fit into memory are read again in every epoch.
 */
final class SerializedExamples implements Externalizable {

    private static final long serialVersionUID = 1;
    private static final int PIECE_BYTES = 1 << 16;

    private Examples examples;

    /** Creates an empty form, for deserialization. */
    public SerializedExamples() {}

    SerializedExamples(Examples examples) {
        this.examples = examples;
    }

    private Object readResolve() {
        return examples;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeBoolean(examples.isSparse());
        if (examples.isSparse()) {
            // Sparse values are few, so that Java's own serialization is fast enough.
            out.writeObject(examples.sparse());
            out.writeObject(examples.ids());
            out.writeObject(examples.labels());
            return;
        }
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        out.writeInt(examples.width());
        out.writeInt(examples.size());
        out.writeBoolean(examples.isCompact());
        out.writeObject(examples.ids());
        out.writeObject(examples.labels());
        if (examples.isCompact()) {
            writeFloats(examples.palette(), piece, out);
            for (byte[] chunk : examples.codes()) {
                out.write(chunk);
            }
        } else {
            for (float[] chunk : examples.floats()) {
                writeFloats(chunk, piece, out);
            }
        }
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
        if (in.readBoolean()) {
            SparseValues sparse = (SparseValues) in.readObject();
            examples = new Examples(sparse, (long[]) in.readObject(), (int[]) in.readObject());
            return;
        }
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        int width = in.readInt();
        int size = in.readInt();
        boolean compact = in.readBoolean();
        long[] ids = (long[]) in.readObject();
        int[] labels = (int[]) in.readObject();
        int rowsPerChunk = Examples.rowsPerChunk(width);
        int chunks = (size + rowsPerChunk - 1) / rowsPerChunk;
        float[] palette = compact ? readFloats(Palette.SIZE, piece, in) : null;
        byte[][] codes = compact ? new byte[chunks][] : null;
        float[][] floats = compact ? null : new float[chunks][];
        for (int c = 0; c < chunks; c++) {
            int values = Math.min(rowsPerChunk, size - c * rowsPerChunk) * width;
            if (compact) {
                codes[c] = new byte[values];
                in.readFully(codes[c]);
            } else {
                floats[c] = readFloats(values, piece, in);
            }
        }
        examples = new Examples(width, floats, codes, palette, null, ids, labels);
    }

    private static void writeFloats(float[] values, ByteBuffer piece, ObjectOutput out) throws IOException {
        int most = PIECE_BYTES / Float.BYTES;
        for (int from = 0; from < values.length; from += most) {
            int n = Math.min(most, values.length - from);
            piece.asFloatBuffer().put(values, from, n);
            out.write(piece.array(), 0, n * Float.BYTES);
        }
    }

    private static float[] readFloats(int length, ByteBuffer piece, ObjectInput in) throws IOException {
        float[] values = new float[length];
        int most = PIECE_BYTES / Float.BYTES;
        for (int from = 0; from < length; from += most) {
            int n = Math.min(most, length - from);
            in.readFully(piece.array(), 0, n * Float.BYTES);
            piece.asFloatBuffer().get(values, from, n);
        }
        return values;
    }
}
