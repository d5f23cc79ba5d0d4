package io.jointae.evaluate.svm;

import io.jointae.linalg.Matrix;
import java.io.Serializable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One weight vector a class, or a single one for two classes: the class with the largest score, or the second
 * where the score is positive.
 *
 * @param classes ascending
 * @param weights {@code [features + 1, columns]}, column after column, the bias last
 */
public record LinearClassifier(int[] classes, float[] weights) implements Serializable {

    public LinearClassifier {
        if (classes.length < 2 || weights.length % columns(classes.length) != 0) {
            throw new IllegalArgumentException(weights.length + " weights for " + classes.length + " classes");
        }
    }

    /** Binary problems that a number of classes makes. */
    static int columns(int classes) {
        return classes == 2 ? 1 : classes;
    }

    /** Features of a row, without the constant. */
    public int features() {
        return weights.length / columns(classes.length) - 1;
    }

    /**
     * @param values {@code [n, features]}, row after row
     * @return [n] classes
     */
    public int[] predict(float[] values, int n) {
        int features = features();
        int columns = columns(classes.length);
        Matrix x = Matrix.create(DataType.FLOAT, features, n);
        Matrix w = Matrix.create(DataType.FLOAT, features, columns);
        Matrix product = Matrix.create(DataType.FLOAT, columns, n);
        x.write(values);
        w.write(withoutBias());
        product.product(w, true, x, false, 0);
        float[] scores = new float[n * columns];
        product.read(scores);
        x.array().close();
        w.array().close();
        product.array().close();
        int[] predicted = new int[n];
        for (int i = 0; i < n; i++) {
            predicted[i] =
                    columns == 1 ? classes[scores[i] + bias(0) > 0 ? 1 : 0] : classes[largest(scores, i * columns)];
        }
        return predicted;
    }

    private int largest(float[] scores, int from) {
        int best = 0;
        for (int k = 1; k < classes.length; k++) {
            if (scores[from + k] + bias(k) > scores[from + best] + bias(best)) {
                best = k;
            }
        }
        return best;
    }

    private float bias(int column) {
        return weights[(column + 1) * (features() + 1) - 1];
    }

    private float[] withoutBias() {
        int features = features();
        float[] plain = new float[features * columns(classes.length)];
        for (int k = 0; k < columns(classes.length); k++) {
            System.arraycopy(weights, k * (features + 1), plain, k * features, features);
        }
        return plain;
    }
}
