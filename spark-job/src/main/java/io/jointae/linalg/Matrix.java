package io.jointae.linalg;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An ND4J array {@code [rows, columns]} in Fortran order (column after column). If its elements are floats in the
 * host's memory, the matrix also gives direct access to that memory. A matrix owns its memory or is a view of another
 * matrix's memory. It is not thread-safe.
 */
public final class Matrix {

    private final INDArray array;
    /** The address of the memory; null unless it holds floats on the host. */
    private final FloatPointer floats;

    /** The memory as a buffer; null unless it holds floats on the host. */
    private final FloatBuffer host;

    private Matrix(INDArray array) {
        this.array = array;
        this.floats = array.dataType() == DataType.FLOAT && onHost() ? floats(array) : null;
        this.host = floats == null ? null : floats.asBuffer();
    }

    /** Returns a new matrix with undefined content, outside every ND4J workspace. */
    public static Matrix create(DataType type, int rows, int columns) {
        return new Matrix(Nd4j.createUninitializedDetached(type, 'f', rows, columns));
    }

    /**
     * Returns {@code rows * columns} elements of a flat vector as a matrix that shares the vector's memory.
     *
     * @param flat a vector of any shape with at least {@code offset + rows * columns} elements
     * @param offset index of the first element
     */
    public static Matrix view(INDArray flat, long offset, int rows, int columns) {
        INDArray vector = flat.reshape(flat.length());
        INDArray part = vector.get(NDArrayIndex.interval(offset, offset + (long) rows * columns));
        return new Matrix(part.reshape('f', rows, columns));
    }

    /** Returns the ND4J array {@code [rows, columns]}, which shares the memory of this matrix. */
    public INDArray array() {
        return array;
    }

    /** Returns the number of rows. */
    public int rows() {
        return (int) array.size(0);
    }

    /** Returns the number of columns. */
    public int columns() {
        return (int) array.size(1);
    }

    /** Returns the number of elements, {@code rows * columns}. */
    public int length() {
        return (int) array.length();
    }

    /**
     * Reads {@code n} elements, column after column. The elements must be floats on the host.
     *
     * @param from position of the first element
     * @param into receives the elements from its index 0 on
     */
    public void get(int from, float[] into, int n) {
        host.get(from, into, 0, n);
    }

    /**
     * Writes {@code n} elements, column after column. The elements must be floats on the host.
     *
     * @param from position of the first element
     * @param values the elements, from index 0 on
     */
    public void put(int from, float[] values, int n) {
        host.put(from, values, 0, n);
    }

    /**
     * Copies one column of another matrix with the same number of rows.
     *
     * @param to index of the overwritten column
     * @param from index of the column of {@code other}
     */
    public void copyColumn(int to, Matrix other, int from) {
        int n = rows();
        if (host != null && other.host != null) {
            host.put(to * n, other.host, from * n, n);
        } else {
            array.putColumn(to, other.array.getColumn(from));
        }
    }

    /** Returns a view of the first {@code n} columns. */
    public Matrix columns(int n) {
        return columns(0, n);
    }

    /** Returns a view of the columns {@code [from, from + n)}. */
    public Matrix columns(int from, int n) {
        return new Matrix(array.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + n)));
    }

    /**
     * Overwrites all elements, column after column.
     *
     * @param values at least {@link #length} values, of which the first are copied
     */
    public void write(float[] values) {
        if (host != null) {
            host.put(0, values, 0, length());
        } else {
            float[] exact = values.length == length() ? values : Arrays.copyOf(values, length());
            array.assign(Nd4j.create(exact, new long[] {rows(), columns()}, 'f'));
        }
    }

    /**
     * Copies all elements, column after column.
     *
     * @param values at least {@link #length} long; receives the elements from its index 0 on
     */
    public void read(float[] values) {
        if (host != null) {
            host.get(0, values, 0, length());
        } else {
            float[] all = array.dup('f').data().asFloat();
            System.arraycopy(all, 0, values, 0, length());
        }
    }

    /**
     * Computes {@code this = op(a) op(b) + beta this}, where {@code op} transposes or does nothing. With {@code beta}
     * 0 the previous content is ignored, even if it is not a number.
     *
     * @param a {@code [rows, inner]}, or {@code [inner, rows]} where transposed
     * @param b {@code [inner, columns]}, or {@code [columns, inner]} where transposed
     * @throws IllegalArgumentException if the shapes do not match; the message states all three
     */
    public void product(Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta) {
        int inner = transposeA ? a.rows() : a.columns();
        if ((transposeA ? a.columns() : a.rows()) != rows()
                || (transposeB ? b.rows() : b.columns()) != columns()
                || (transposeB ? b.columns() : b.rows()) != inner) {
            throw new IllegalArgumentException(
                    a.shape(transposeA) + " times " + b.shape(transposeB) + " does not have the shape " + shape(false));
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

    /** Returns whether the ND4J backend keeps arrays in the host's memory, and not on a GPU. */
    public static boolean onHost() {
        return !Nd4j.getBackend().getClass().getSimpleName().contains("Cublas");
    }

    private static FloatPointer floats(INDArray array) {
        return new FloatPointer(array.data().addressPointer()).position(0).capacity(array.length());
    }
}
