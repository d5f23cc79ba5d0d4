package io.jointae.evaluate.svm;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.jointae.evaluate.data.RowBlock;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Compares linear SVMs with those of liblinear, which is run to a tight tolerance. */
public final class LiblinearOracle {

    private LiblinearOracle() {}

    /**
     * Requires the objective of liblinear and the same predicted classes.
     *
     * @param rows training rows
     * @param weights as {@link LinearClassifier} has them
     */
    public static void requireAgreement(RowBlock rows, double cost, float[] weights) {
        int[] classes = Arrays.stream(rows.labels()).distinct().sorted().toArray();
        int columns = LinearClassifier.binaryProblems(classes.length);
        int[] positives = columns == 1 ? new int[] {classes[1]} : classes;
        double[] oracle = liblinear(rows, positives, cost, columns);
        int[] mine = new LinearClassifier(classes, weights).predict(rows.values(), rows.rows());
        int[] theirs = new LinearClassifier(classes, floats(oracle)).predict(rows.values(), rows.rows());
        double objective = 0;
        double reference = 0;
        for (int k = 0; k < columns; k++) {
            objective += objective(rows, doubles(weights), k, positives[k], cost);
            reference += objective(rows, oracle, k, positives[k], cost);
        }
        assertThat(objective).as("objective at C %s", cost).isLessThanOrEqualTo(1.001 * reference);
        double same = 0;
        for (int i = 0; i < mine.length; i++) {
            same += mine[i] == theirs[i] ? 1 : 0;
        }
        assertThat(same / mine.length).as("same class at C %s", cost).isGreaterThanOrEqualTo(0.999);
    }

    /** Weights as {@link LinearClassifier} has them. */
    private static double[] liblinear(RowBlock rows, int[] positives, double cost, int columns) {
        int width = rows.width() + 1;
        double[] weights = new double[width * columns];
        Linear.disableDebugOutput();
        for (int k = 0; k < columns; k++) {
            Problem problem = new Problem();
            problem.l = rows.rows();
            problem.n = width;
            problem.bias = 1;
            problem.x = new Feature[rows.rows()][width];
            problem.y = new double[rows.rows()];
            for (int i = 0; i < rows.rows(); i++) {
                for (int j = 0; j < width - 1; j++) {
                    problem.x[i][j] = new FeatureNode(j + 1, rows.values()[i * (width - 1) + j]);
                }
                problem.x[i][width - 1] = new FeatureNode(width, 1);
                problem.y[i] = rows.labels()[i] == positives[k] ? 1 : -1;
            }
            Model model = Linear.train(problem, new Parameter(SolverType.L2R_L2LOSS_SVC, cost, 1e-6));
            double sign = model.getLabels()[0] == 1 ? 1 : -1;
            for (int j = 0; j < width; j++) {
                weights[k * width + j] = sign * model.getFeatureWeights()[j];
            }
        }
        return weights;
    }

    private static double objective(RowBlock rows, double[] weights, int column, int positive, double cost) {
        int width = rows.width() + 1;
        double objective = 0;
        for (int j = 0; j < width; j++) {
            objective += weights[column * width + j] * weights[column * width + j] / 2;
        }
        for (int i = 0; i < rows.rows(); i++) {
            double margin = weights[(column + 1) * width - 1];
            for (int j = 0; j < width - 1; j++) {
                margin += weights[column * width + j] * rows.values()[i * (width - 1) + j];
            }
            double slack = Math.max(0, 1 - (rows.labels()[i] == positive ? margin : -margin));
            objective += cost * slack * slack;
        }
        return objective;
    }

    /** Gaussian clouds that overlap. */
    public static RowBlock clouds(int n, int width, int classes) {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[n * width];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % classes;
            for (int j = 0; j < width; j++) {
                double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
                values[i * width + j] = (float) (noise + 0.3 * Math.sin(labels[i] * 2.0 + j));
            }
        }
        return new RowBlock(new long[n], labels, values);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
