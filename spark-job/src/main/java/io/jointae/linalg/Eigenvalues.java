package io.jointae.linalg;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Computes eigenvalues with LAPACK. */
public final class Eigenvalues {

    private Eigenvalues() {}

    /**
     * Returns the eigenvalues of {@code X' X}, which are the squared singular values of X. If X has fewer rows than
     * columns, they are computed from {@code X X'}, which has the same ones except for zeros.
     *
     * @param x X, {@code [rows, columns]}, row after row
     * @param rows number of rows, at least 1
     * @return {@code min(rows, columns)} eigenvalues, ascending; rounding may make those near 0 negative
     */
    public static double[] ofGram(double[] x, int rows) {
        int columns = x.length / rows;
        int n = Math.min(rows, columns);
        INDArray matrix = Nd4j.create(x, new long[] {rows, columns}, 'c');
        INDArray gram = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'f', n, n);
        INDArray values = Nd4j.createUninitializedDetached(DataType.DOUBLE, n);
        boolean wide = rows < columns;
        Nd4j.gemm(matrix, matrix, gram, !wide, wide, 1, 0);
        Nd4j.getBlasWrapper().lapack().syev('N', 'U', gram, values);
        double[] eigenvalues = values.data().asDouble();
        matrix.close();
        gram.close();
        values.close();
        return eigenvalues;
    }

    /**
     * Adds {@code X' X} to a symmetric matrix.
     *
     * @param gram {@code [columns, columns]}, to which the product is added in place
     * @param x X, {@code [rows, columns]}, row after row
     * @param columns number of columns
     */
    public static void addGram(double[] gram, double[] x, int columns) {
        INDArray matrix = Nd4j.create(x, new long[] {x.length / columns, columns}, 'c');
        INDArray product = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'f', columns, columns);
        Nd4j.gemm(matrix, matrix, product, true, false, 1, 0);
        double[] values = product.data().asDouble();
        for (int i = 0; i < gram.length; i++) {
            gram[i] += values[i];
        }
        matrix.close();
        product.close();
    }

    /** Returns the eigenvalues of a symmetric matrix {@code [n, n]}, ascending. */
    public static double[] ofSymmetric(double[] symmetric, int n) {
        return decomposed(symmetric, n, 'N').values();
    }

    /** Returns the eigenvalues and eigenvectors of a symmetric matrix {@code [n, n]}. */
    public static Decomposition decompose(double[] symmetric, int n) {
        return decomposed(symmetric, n, 'V');
    }

    /**
     * Eigenvalues with their eigenvectors.
     *
     * @param values {@code [n]}, ascending
     * @param vectors {@code [n, n]}, the vectors of length 1, one after the other
     */
    public record Decomposition(double[] values, double[] vectors) {}

    private static Decomposition decomposed(double[] symmetric, int n, char job) {
        INDArray matrix = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'f', n, n);
        INDArray values = Nd4j.createUninitializedDetached(DataType.DOUBLE, n);
        matrix.assign(Nd4j.create(symmetric, new long[] {n, n}, 'f'));
        Nd4j.getBlasWrapper().lapack().syev(job, 'U', matrix, values);
        Decomposition result =
                new Decomposition(values.data().asDouble(), matrix.data().asDouble());
        matrix.close();
        values.close();
        return result;
    }
}
