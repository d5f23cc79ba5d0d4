package io.jointae.evaluate.svm;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.linalg.Matrix;
import java.io.Serializable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A linear one-versus-rest classifier. With three or more classes there is one weight vector per class, and the class with
 * the largest score is predicted, the first one if several are equal. With two classes there is a single weight vector,
 * and the second class is predicted if the score is positive.
 *
 * @param classes classes, ascending; at least two
 * @param weights {@code [features + 1, problems]}, column after column; the bias is the last weight of a column
 */
@DefaultSerializer(JavaSerializer.class)
public record LinearClassifier(int[] classes, float[] weights) implements Serializable {

    /** Checks the number of weights. */
    public LinearClassifier {
        if (classes.length < 2 || weights.length % binaryProblems(classes.length) != 0) {
            throw new IllegalArgumentException(
                    weights.length + " weights do not suit a classifier of " + classes.length + " classes.");
        }
    }

    /** Returns the number of binary problems for a number of classes. */
    static int binaryProblems(int classes) {
        return classes == 2 ? 1 : classes;
    }

    /** Returns the number of features per row, without the constant of the bias. */
    public int features() {
        return weights.length / binaryProblems(classes.length) - 1;
    }

    /**
     * Predicts the classes of rows.
     *
     * @param values {@code [n, features]}, row after row
     * @param n number of rows
     * @return {@code [n]} classes
     */
    public int[] predict(float[] values, int n) {
        int features = features();
        int problems = binaryProblems(classes.length);
        Matrix x = Matrix.create(DataType.FLOAT, features, n);
        Matrix w = Matrix.create(DataType.FLOAT, features, problems);
        Matrix product = Matrix.create(DataType.FLOAT, problems, n);
        x.write(values);
        w.write(withoutBias());
        product.product(w, true, x, false, 0);
        float[] scores = new float[n * problems];
        product.read(scores);
        x.close();
        w.close();
        product.close();
        int[] predicted = new int[n];
        for (int i = 0; i < n; i++) {
            predicted[i] =
                    problems == 1 ? classes[scores[i] + bias(0) > 0 ? 1 : 0] : classes[largest(scores, i * problems)];
        }
        return predicted;
    }

    /** Returns the index of the class with the largest score. */
    private int largest(float[] scores, int from) {
        int best = 0;
        for (int k = 1; k < classes.length; k++) {
            if (scores[from + k] + bias(k) > scores[from + best] + bias(best)) {
                best = k;
            }
        }
        return best;
    }

    private float bias(int problem) {
        return weights[(problem + 1) * (features() + 1) - 1];
    }

    private float[] withoutBias() {
        int features = features();
        float[] plain = new float[features * binaryProblems(classes.length)];
        for (int k = 0; k < binaryProblems(classes.length); k++) {
            System.arraycopy(weights, k * (features + 1), plain, k * features, features);
        }
        return plain;
    }
}
