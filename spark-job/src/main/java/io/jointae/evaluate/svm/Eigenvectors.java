package io.jointae.evaluate.svm;

import io.jointae.linalg.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Orthogonal bases by LAPACK. */
final class Eigenvectors {

    private Eigenvectors() {}

    /**
     * @param symmetric {@code [n, n]}
     * @return {@code [n, n]}, one eigenvector a column
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

    /** Weights in the basis as weights of the original features: {@code Q w}. */
    static float[] back(float[] basis, float[] weights, int n) {
        int columns = weights.length / n;
        Matrix q = Matrix.create(DataType.FLOAT, n, n);
        Matrix w = Matrix.create(DataType.FLOAT, n, columns);
        Matrix product = Matrix.create(DataType.FLOAT, n, columns);
        q.write(basis);
        w.write(weights);
        product.product(q, false, w, false, 0);
        float[] back = new float[weights.length];
        product.read(back);
        q.array().close();
        w.array().close();
        product.array().close();
        return back;
    }
}
