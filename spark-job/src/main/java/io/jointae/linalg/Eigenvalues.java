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
}
