package io.jointae.linalg;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An ND4J array {@code [rows, columns]} in Fortran order and, where its memory is the host's floats, the
 * same memory as a buffer. Owns or views its memory; not thread-safe.
 */
public final class Matrix {

    private final INDArray array;
    /** The same memory, where it is the host's floats; else null, as {@link #host}. */
    private final FloatPointer floats;

    private final FloatBuffer host;

    private Matrix(INDArray array) {
        this.array = array;
        this.floats = array.dataType() == DataType.FLOAT && onHost() ? floats(array) : null;
        this.host = floats == null ? null : floats.asBuffer();
    }

    /** A new matrix of any content, outside of every ND4J workspace. */
    public static Matrix create(DataType type, int rows, int columns) {
        return new Matrix(Nd4j.createUninitializedDetached(type, 'f', rows, columns));
    }

    /** {@code [rows, columns]} of a flat vector, from {@code offset} on; shares its memory. */
    public static Matrix view(INDArray flat, long offset, int rows, int columns) {
        INDArray vector = flat.reshape(flat.length());
        INDArray part = vector.get(NDArrayIndex.interval(offset, offset + (long) rows * columns));
        return new Matrix(part.reshape('f', rows, columns));
    }

    public INDArray array() {
        return array;
    }

    public int rows() {
        return (int) array.size(0);
    }

    public int columns() {
        return (int) array.size(1);
    }

    public int length() {
        return (int) array.length();
    }

    /** Reads {@code n} values from position {@code from}, column after column. */
    public void get(int from, float[] into, int n) {
        host.get(from, into, 0, n);
    }

    /** Writes {@code n} values from position {@code from} on, column after column. */
    public void put(int from, float[] values, int n) {
        host.put(from, values, 0, n);
    }

    /** Copies one column of another matrix of as many rows. */
    public void copyColumn(int to, Matrix other, int from) {
        int n = rows();
        if (host != null && other.host != null) {
            host.put(to * n, other.host, from * n, n);
        } else {
            array.putColumn(to, other.array.getColumn(from));
        }
    }

    /** The first {@code n} columns; shares the memory. */
    public Matrix columns(int n) {
        return columns(0, n);
    }

    /** Columns {@code [from, from + n)}; shares the memory. */
    public Matrix columns(int from, int n) {
        return new Matrix(array.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + n)));
    }

    /** Copies all of {@code values}' first {@link #length} into this, column after column. */
    public void write(float[] values) {
        if (host != null) {
            host.put(0, values, 0, length());
        } else {
            float[] exact = values.length == length() ? values : java.util.Arrays.copyOf(values, length());
            array.assign(Nd4j.create(exact, new long[] {rows(), columns()}, 'f'));
        }
    }

    /** Copies all of this into {@code values}, column after column. */
    public void read(float[] values) {
        if (host != null) {
            host.get(0, values, 0, length());
        } else {
            float[] all = array.dup('f').data().asFloat();
            System.arraycopy(all, 0, values, 0, length());
        }
    }

    /**
     * {@code this = op(a) op(b) + beta this}; with {@code beta} 0 this may hold anything before.
     *
     * @throws IllegalArgumentException if the shapes do not go together
     */
    public void product(Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta) {
        int inner = transposeA ? a.rows() : a.columns();
        if ((transposeA ? a.columns() : a.rows()) != rows()
                || (transposeB ? b.rows() : b.columns()) != columns()
                || (transposeB ? b.columns() : b.rows()) != inner) {
            throw new IllegalArgumentException(
                    a.shape(transposeA) + " times " + b.shape(transposeB) + " does not make " + shape(false));
        }
        if (floats != null && a.floats != null && b.floats != null && OneDnn.isPresent()) {
            OneDnn.product(a.floats, transposeA, b.floats, transposeB, floats, rows(), columns(), inner, (float) beta);
        } else {
            Nd4j.gemm(a.array, b.array, array, transposeA, transposeB, 1, beta);
        }
    }

    private String shape(boolean transposed) {
        return "[" + rows() + ", " + columns() + "]" + (transposed ? " transposed" : "");
    }

    /** Whether the ND4J backend computes in the host's memory. */
    public static boolean onHost() {
        return !Nd4j.getBackend().getClass().getSimpleName().contains("Cublas");
    }

    private static FloatPointer floats(INDArray array) {
        return new FloatPointer(array.data().addressPointer()).position(0).capacity(array.length());
    }
}
