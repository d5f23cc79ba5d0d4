package io.jointae.evaluate.svm;

import io.jointae.linalg.Matrix;
import java.util.Optional;
import org.nd4j.linalg.api.blas.BlasException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A Cholesky factor of the Hessian {@code H = I + 2C sum x x'}, by which conjugate gradients need few steps also after the
 * active rows have changed a little. The Hessian is first divided by the square roots of its diagonal on both sides, so that
 * single precision suffices.
 */
final class HessianFactor {

    private final int n;

    /** {@code [n, n]}, the lower factor, row after row. */
    private final float[] factor;

    /** {@code [n]}, inverse square roots of the diagonal. */
    private final float[] scale;

    private HessianFactor(float[] factor, float[] scale) {
        this.n = scale.length;
        this.factor = factor;
        this.scale = scale;
    }

    /**
     * Returns the sum of {@code x x'} over rows, {@code [n, n]}.
     *
     * @param rows {@code [rows, n]}, row after row; at least one row
     */
    static float[] curvature(float[] rows, int n) {
        Matrix x = Matrix.create(DataType.FLOAT, n, rows.length / n);
        Matrix product = Matrix.create(DataType.FLOAT, n, n);
        x.write(rows);
        product.product(x, false, x, true, 0);
        float[] sum = new float[n * n];
        product.read(sum);
        x.close();
        product.close();
        return sum;
    }

    /**
     * Factors a Hessian.
     *
     * @param curvature {@code [n, n]}, the sum of {@code x x'}
     * @param cost C
     * @return empty if the Hessian is not positive definite in single precision
     */
    static Optional<HessianFactor> of(float[] curvature, double cost, int n) {
        float[] scale = new float[n];
        double twice = 2 * cost;
        for (int i = 0; i < n; i++) {
            scale[i] = (float) (1 / Math.sqrt(1 + twice * curvature[i * n + i]));
        }
        float[] scaled = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                scaled[i * n + j] = (float) (twice * curvature[i * n + j] * scale[i] * scale[j]);
            }
            scaled[i * n + i] += scale[i] * scale[i];
        }
        INDArray matrix = Nd4j.createUninitializedDetached(DataType.FLOAT, 'f', n, n);
        try {
            matrix.assign(Nd4j.create(scaled, new long[] {n, n}, 'f'));
            // The columns of the upper factor are the rows of the lower one.
            Nd4j.getBlasWrapper().lapack().potrf(matrix, false);
            return Optional.of(new HessianFactor(matrix.data().asFloat(), scale));
        } catch (BlasException notPositiveDefinite) {
            return Optional.empty();
        } finally {
            matrix.close();
        }
    }

    /**
     * Solves {@code H z = r}.
     *
     * @param r {@code [n]}
     * @param z {@code [n]}, overwritten
     */
    void solve(float[] r, float[] z) {
        for (int i = 0; i < n; i++) {
            z[i] = (scale[i] * r[i] - dot(i, z)) / factor[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            float value = z[i] / factor[i * n + i];
            z[i] = value;
            int row = i * n;
            for (int j = 0; j < i; j++) {
                z[j] -= factor[row + j] * value;
            }
        }
        for (int i = 0; i < n; i++) {
            z[i] *= scale[i];
        }
    }

    /** Returns the inner product of the first {@code i} elements of row {@code i} and a vector. */
    private float dot(int i, float[] z) {
        int row = i * n;
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int j = 0;
        for (; j + 3 < i; j += 4) {
            s0 += factor[row + j] * z[j];
            s1 += factor[row + j + 1] * z[j + 1];
            s2 += factor[row + j + 2] * z[j + 2];
            s3 += factor[row + j + 3] * z[j + 3];
        }
        for (; j < i; j++) {
            s0 += factor[row + j] * z[j];
        }
        return s0 + s1 + s2 + s3;
    }
}
