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
        return predict(scores(values, n));
    }

    /**
     * Returns the scores of rows.
     *
     * @param values {@code [n, features]}, row after row
     * @param n number of rows
     * @return {@code [n, problems]}, row after row; one problem per class, or one for two classes
     */
    public float[] scores(float[] values, int n) {
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
        for (int i = 0; i < scores.length; i++) {
            scores[i] += bias(i % problems);
        }
        return scores;
    }

    /**
     * Predicts the classes of rows from their scores.
     *
     * @param scores as {@link #scores} returns them
     * @return one class per row
     */
    public int[] predict(float[] scores) {
        int problems = binaryProblems(classes.length);
        int[] predicted = new int[scores.length / problems];
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = problems == 1 ? classes[scores[i] > 0 ? 1 : 0] : classes[largest(scores, i * problems)];
        }
        return predicted;
    }

    /**
     * Returns the squared hinge loss {@code sum max(0, 1 - y s)^2} over the rows and the binary problems, where s is the
     * score of a problem, and y is 1 if the row is in the problem's class and -1 otherwise. The cost C and the
     * regularization are not in it.
     *
     * @param scores as {@link #scores} returns them
     * @param labels {@code [n]}, classes of the rows
     */
    public double squaredHinge(float[] scores, int[] labels) {
        int problems = binaryProblems(classes.length);
        double loss = 0;
        for (int i = 0; i < scores.length; i++) {
            int positive = problems == 1 ? classes[1] : classes[i % problems];
            double violation = 1 - (labels[i / problems] == positive ? scores[i] : -scores[i]);
            loss += violation > 0 ? violation * violation : 0;
        }
        return loss;
    }

    /** Returns the index of the class with the largest score. */
    private int largest(float[] scores, int from) {
        int best = 0;
        for (int k = 1; k < classes.length; k++) {
            if (scores[from + k] > scores[from + best]) {
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
