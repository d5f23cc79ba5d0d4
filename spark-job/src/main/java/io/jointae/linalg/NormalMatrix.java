package io.jointae.linalg;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasUpper;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsymv;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsyrk;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The matrix {@code S = sum x x'} of the normal equations in double precision, to which rows x are added and from which
 * they are taken again, and the solution of {@code (S + ridge I) d = b} by a Cholesky decomposition. OpenBLAS computes
 * with the upper triangle in native memory. An instance is not thread-safe.
 */
public final class NormalMatrix implements AutoCloseable {

    private static final byte UPPER = 'U';

    private final int n;
    private final DoublePointer sum;

    /**
     * Creates the matrix 0.
     *
     * @param n number of rows and columns, at least 1
     */
    public NormalMatrix(int n) {
        this.n = n;
        sum = new DoublePointer((long) n * n);
        clear();
    }

    /** Returns the number of bytes of native memory of one matrix of {@code n} rows. */
    public static long bytes(int n) {
        return (long) Double.BYTES * n * n;
    }

    /** Sets the matrix to 0. */
    public void clear() {
        Pointer.memset(sum, 0, bytes(n));
    }

    /** Copies the content of another matrix of the same size. */
    public void copy(NormalMatrix other) {
        Pointer.memcpy(sum, other.sum, bytes(n));
    }

    /**
     * Adds {@code factor sum x x'}.
     *
     * @param rows {@code [count, n]}, rows x in native memory, one after the other
     * @param factor 1 adds rows, -1 takes rows that were added before
     */
    public void add(DoublePointer rows, int count, double factor) {
        cblas_dsyrk(CblasColMajor, CblasUpper, CblasNoTrans, n, count, factor, rows, n, 1, sum, n);
    }

    /** Returns {@code S v}. */
    public double[] product(double[] v) {
        double[] result = new double[n];
        try (DoublePointer in = new DoublePointer(v);
                DoublePointer out = new DoublePointer(n)) {
            cblas_dsymv(CblasColMajor, CblasUpper, n, 1, sum, n, in, 1, 0, out, 1);
            out.get(result);
        }
        return result;
    }

    /**
     * Solves {@code (S + ridge I) d = b}.
     *
     * @param ridge positive
     * @param right b, {@code [n]}
     * @param work memory of a matrix, overwritten
     * @return d; an empty array if the matrix is not positive definite within the rounding errors
     */
    public double[] solve(double ridge, double[] right, NormalMatrix work) {
        work.copy(this);
        for (int j = 0; j < n; j++) {
            long diagonal = (long) j * n + j;
            work.sum.put(diagonal, work.sum.get(diagonal) + ridge);
        }
        if (openblas.LAPACKE_dpotrf_work(CblasColMajor, UPPER, n, work.sum, n) != 0) {
            return new double[0];
        }
        try (DoublePointer b = new DoublePointer(right)) {
            openblas.LAPACKE_dpotrs_work(CblasColMajor, UPPER, n, 1, work.sum, n, b, n);
            double[] solution = new double[n];
            b.get(solution);
            return solution;
        }
    }

    @Override
    public void close() {
        sum.close();
    }
}
