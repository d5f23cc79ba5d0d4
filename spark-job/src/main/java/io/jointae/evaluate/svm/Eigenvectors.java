package io.jointae.evaluate.svm;

import io.jointae.linalg.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Computes orthogonal bases with LAPACK. */
final class Eigenvectors {

    private Eigenvectors() {}

    /**
     * Returns the eigenvectors of a symmetric matrix.
     *
     * @param symmetric {@code [n, n]}
     * @param n order of the matrix
     * @return {@code [n, n]}, one eigenvector per column
     */
    static float[] of(double[] symmetric, int n) {
        INDArray vectors = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'f', n, n);
        INDArray values = Nd4j.createUninitializedDetached(DataType.DOUBLE, n);
        vectors.assign(Nd4j.create(symmetric, new long[] {n, n}, 'f'));
        Nd4j.getBlasWrapper().lapack().syev('V', 'U', vectors, values);
        double[] basis = vectors.data().asDouble();
        vectors.close();
        values.close();
        float[] single = new float[basis.length];
        for (int i = 0; i < basis.length; i++) {
            single[i] = (float) basis[i];
        }
        return single;
    }

    /**
     * Converts weights of rotated features into weights of the original features: {@code Q w}.
     *
     * @param basis Q, {@code [n, n]}
     * @param weights {@code [n, problems]} in the basis
     * @param n number of features
     * @return {@code [n, problems]}
     */
    static float[] toOriginalBasis(float[] basis, float[] weights, int n) {
        int problems = weights.length / n;
        Matrix q = Matrix.create(DataType.FLOAT, n, n);
        Matrix w = Matrix.create(DataType.FLOAT, n, problems);
        Matrix product = Matrix.create(DataType.FLOAT, n, problems);
        q.write(basis);
        w.write(weights);
        product.product(q, false, w, false, 0);
        float[] original = new float[weights.length];
        product.read(original);
        q.close();
        w.close();
        product.close();
        return original;
    }
}
