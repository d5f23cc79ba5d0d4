package io.jointae.evaluate.logistic;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.linalg.Matrix;
import java.io.Serializable;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A multinomial logistic regression. With three or more classes, each class has a score {@code w'x + b}, and the
 * probabilities are the softmax of the scores. With two classes, the first one has the score 0.
 *
 * @param classes classes, ascending; at least two
 * @param weights {@code [features, scores]}, column after column, where the number of scores is {@link #scores(int)}
 * @param biases {@code [scores]}
 */
@DefaultSerializer(JavaSerializer.class)
public record LogisticModel(int[] classes, float[] weights, double[] biases) implements Serializable {

    /** Checks the lengths. */
    public LogisticModel {
        if (classes.length < 2
                || biases.length != scores(classes.length)
                || weights.length == 0
                || weights.length % biases.length != 0) {
            throw new IllegalArgumentException("A model of " + classes.length + " classes cannot have " + weights.length
                    + " weights and " + biases.length + " biases.");
        }
    }

    /** Returns the number of scores for a number of classes: the first of two classes needs none. */
    static int scores(int classes) {
        return classes == 2 ? 1 : classes;
    }

    /** Returns the number of features per row. */
    public int features() {
        return weights.length / biases.length;
    }

    /**
     * Returns the logarithms of the probabilities of the classes.
     *
     * @param values {@code [n, features]}, row after row
     * @param n number of rows
     * @return {@code [n, classes]}, row after row, each 0 or less
     */
    public double[] logProbabilities(float[] values, int n) {
        float[] scores = products(values, n);
        int count = biases.length;
        int skipped = classes.length - count;
        double[] logs = new double[n * classes.length];
        double[] row = new double[classes.length];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < count; k++) {
                row[skipped + k] = scores[k * n + i] + biases[k];
            }
            double norm = logSum(row);
            for (int k = 0; k < row.length; k++) {
                logs[i * row.length + k] = row[k] - norm;
            }
        }
        return logs;
    }

    /** Returns {@code log sum exp} of some scores without overflow. */
    static double logSum(double[] scores) {
        double largest = scores[0];
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - largest);
        }
        return largest + Math.log(sum);
    }

    private float[] products(float[] values, int n) {
        float[] scores = new float[n * biases.length];
        try (Matrix x = Matrix.create(DataType.FLOAT, features(), n);
                Matrix w = Matrix.create(DataType.FLOAT, features(), biases.length);
                Matrix product = Matrix.create(DataType.FLOAT, n, biases.length)) {
            x.write(values);
            w.write(weights);
            product.product(x, true, w, false, 0);
            product.read(scores);
        }
        return scores;
    }

    /**
     * Returns the most probable class of each row, the first one if several are equal.
     *
     * @param logProbabilities as {@link #logProbabilities} returns them
     */
    public int[] predict(double[] logProbabilities) {
        int[] predicted = new int[logProbabilities.length / classes.length];
        for (int i = 0; i < predicted.length; i++) {
            int best = 0;
            for (int k = 1; k < classes.length; k++) {
                if (logProbabilities[i * classes.length + k] > logProbabilities[i * classes.length + best]) {
                    best = k;
                }
            }
            predicted[i] = classes[best];
        }
        return predicted;
    }

    /**
     * Returns the sum of {@code -log p} of the rows' own classes, in nats. A class that the model does not know counts
     * like a probability of {@code Float.MIN_NORMAL}, which costs 87 nats.
     *
     * @param logProbabilities as {@link #logProbabilities} returns them
     * @param labels {@code [n]}, classes of the rows
     */
    public double crossEntropy(double[] logProbabilities, int[] labels) {
        double least = Math.log(Float.MIN_NORMAL);
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            int k = Arrays.binarySearch(classes, labels[i]);
            sum -= k < 0 ? least : Math.max(least, logProbabilities[i * classes.length + k]);
        }
        return sum;
    }
}
