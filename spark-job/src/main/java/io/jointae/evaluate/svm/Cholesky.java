package io.jointae.evaluate.svm;

import org.nd4j.linalg.api.blas.BlasException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Positive definite systems by LAPACK's factorisation in double precision. */
final class Cholesky {

    private Cholesky() {}

    /**
     * Solves {@code A x = b}.
     *
     * @param a {@code [n, n]}, symmetric
     * @param b [n]
     * @return x, or null where A is not positive definite to working precision
     */
    static float[] solve(double[] a, float[] b) {
        int n = b.length;
        double[] l = factor(a, n);
        if (l == null) {
            return null;
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = b[i];
        }
        // L y = b, column by column.
        for (int j = 0; j < n; j++) {
            x[j] /= l[j * n + j];
            for (int i = j + 1; i < n; i++) {
                x[i] -= l[j * n + i] * x[j];
            }
        }
        // L' x = y.
        for (int j = n - 1; j >= 0; j--) {
            double sum = x[j];
            for (int i = j + 1; i < n; i++) {
                sum -= l[j * n + i] * x[i];
            }
            x[j] = sum / l[j * n + j];
        }
        float[] solution = new float[n];
        for (int i = 0; i < n; i++) {
            solution[i] = (float) x[i];
        }
        return solution;
    }

    /** L of {@code A = L L'}, in the lower triangle, column after column. */
    private static double[] factor(double[] a, int n) {
        INDArray matrix = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'f', n, n);
        try {
            matrix.data().setData(a);
            Nd4j.getBlasWrapper().lapack().potrf(matrix, true);
            return matrix.data().asDouble();
        } catch (BlasException notPositive) {
            return null;
        } finally {
            matrix.close();
        }
    }
}
