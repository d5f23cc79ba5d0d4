package io.jointae.linalg;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A matrix {@code [rows, columns]} in Fortran order (column after column), in the memory of the library that computes
 * with it. A matrix owns its memory or is a view of another matrix's memory. All matrices of one operation must come from
 * the same library. A matrix is not thread-safe.
 */
public abstract class Matrix implements AutoCloseable {

    private final int rows;
    private final int columns;

    /** Describes a matrix of a shape. */
    protected Matrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** Returns a new ND4J matrix with undefined content, outside every ND4J workspace. */
    public static Nd4jMatrix create(DataType type, int rows, int columns) {
        return new Nd4jMatrix(Nd4j.createUninitializedDetached(type, 'f', rows, columns));
    }

    /**
     * Returns {@code rows * columns} elements of a flat ND4J vector as a matrix that shares the vector's memory.
     *
     * @param flat a vector of any shape with at least {@code offset + rows * columns} elements
     * @param offset index of the first element
     */
    public static Nd4jMatrix view(INDArray flat, long offset, int rows, int columns) {
        INDArray vector = flat.reshape(flat.length());
        INDArray part = vector.get(NDArrayIndex.interval(offset, offset + (long) rows * columns));
        return new Nd4jMatrix(part.reshape('f', rows, columns));
    }

    /** Returns the number of rows. */
    public final int rows() {
        return rows;
    }

    /** Returns the number of columns. */
    public final int columns() {
        return columns;
    }

    /** Returns the number of elements, {@code rows * columns}. */
    public final int length() {
        return rows * columns;
    }

    /**
     * Reads {@code n} elements, column after column. The elements must be floats.
     *
     * @param from position of the first element
     * @param into receives the elements from its index 0 on
     */
    public abstract void get(int from, float[] into, int n);

    /**
     * Writes {@code n} elements, column after column. The elements must be floats.
     *
     * @param from position of the first element
     * @param values the elements, from index 0 on
     */
    public abstract void put(int from, float[] values, int n);

    /**
     * Copies one column of another matrix with the same number of rows.
     *
     * @param to index of the overwritten column
     * @param from index of the column of {@code other}
     */
    public abstract void copyColumn(int to, Matrix other, int from);

    /** Returns a view of the first {@code n} columns. */
    public abstract Matrix columns(int n);

    /** Returns a view of the columns {@code [from, from + n)}. */
    public abstract Matrix columns(int from, int n);

    /**
     * Returns {@code rows * columns} elements of this vector as a matrix that shares its memory.
     *
     * @param offset index of the first element of this matrix, which has one column
     */
    public abstract Matrix view(long offset, int rows, int columns);

    /**
     * Overwrites all elements, column after column.
     *
     * @param values at least {@link #length} values, of which the first are copied
     */
    public abstract void write(float[] values);

    /**
     * Copies all elements, column after column.
     *
     * @param values at least {@link #length} long; receives the elements from its index 0 on
     */
    public abstract void read(float[] values);

    /** Sets all elements to one value. */
    public abstract void fill(double value);

    /** Adds a matrix of the same shape, element by element. */
    public abstract void add(Matrix other);

    /**
     * Computes {@code this = op(a) op(b) + beta this}, where {@code op} transposes or does nothing. With {@code beta}
     * 0 the previous content is ignored, even if it is not a number.
     *
     * @param a {@code [rows, inner]}, or {@code [inner, rows]} where transposed
     * @param b {@code [inner, columns]}, or {@code [columns, inner]} where transposed
     * @throws IllegalArgumentException if the shapes do not match; the message states all three
     */
    public final void product(Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta) {
        requireShapes(a, transposeA, b, transposeB);
        multiply(a, transposeA, b, transposeB, beta);
    }

    /**
     * Computes {@code this = a b' + c d'}, the sum of two products whose second factors are transposed.
     *
     * @param a {@code [rows, inner]}, as {@code c}
     * @param b {@code [columns, inner]}, as {@code d}
     * @throws IllegalArgumentException if the shapes do not match; the message states three of them
     */
    public final void sumOfProducts(Matrix a, Matrix b, Matrix c, Matrix d) {
        requireShapes(a, false, b, true);
        requireShapes(c, false, d, true);
        multiplyBoth(a, b, c, d);
    }

    private void requireShapes(Matrix a, boolean transposeA, Matrix b, boolean transposeB) {
        int inner = transposeA ? a.rows : a.columns;
        if ((transposeA ? a.columns : a.rows) != rows
                || (transposeB ? b.rows : b.columns) != columns
                || (transposeB ? b.columns : b.rows) != inner) {
            throw new IllegalArgumentException(
                    a.shape(transposeA) + " times " + b.shape(transposeB) + " does not have the shape " + shape(false));
        }
    }

    /** Computes {@link #sumOfProducts} of matrices whose shapes match, by default one product after the other. */
    protected void multiplyBoth(Matrix a, Matrix b, Matrix c, Matrix d) {
        multiply(a, false, b, true, 0);
        multiply(c, false, d, true, 1);
    }

    /** Computes {@link #product} of matrices whose shapes match. */
    protected abstract void multiply(Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta);

    /**
     * Says that the elements will not change any more, so that products may keep copies of this matrix and of its views that
     * are slow to make and fast to multiply.
     */
    public void settle() {
        // By default, products read the elements themselves.
    }

    private String shape(boolean transposed) {
        return "[" + rows + ", " + columns + "]" + (transposed ? " transposed" : "");
    }

    /** Releases the memory, which this matrix must own. Nobody may use this matrix or its views afterwards. */
    @Override
    public abstract void close();

    /** Returns whether the ND4J backend keeps arrays in the host's memory, and not on a GPU. */
    public static boolean onHost() {
        return !Nd4j.getBackend().getClass().getSimpleName().contains("Cublas");
    }
}
