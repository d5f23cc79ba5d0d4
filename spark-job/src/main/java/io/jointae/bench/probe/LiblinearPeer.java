package io.jointae.bench.probe;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.LinearClassifier;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Optional;

/**
 * Trains with liblinear-java through reflection, so that the SVM benchmark can compare itself with it. The library is
 * not a dependency of jointae. The benchmark uses it if its jar is on the class path, for example after {@code
 * deploy/submit --jars liblinear-2.44.jar bench svm}.
 */
public final class LiblinearPeer {

    private static final String PACKAGE = "de.bwaldvogel.liblinear.";

    private final ClassLoader loader;

    private LiblinearPeer(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * A classifier that liblinear trained.
     *
     * @param classifier the one-versus-rest classifier in jointae's layout
     * @param seconds the time of liblinear's training, without the conversion of the rows
     */
    public record TimedClassifier(LinearClassifier classifier, double seconds) {}

    /** Returns the library, or an empty value if it is not on the class path. */
    public static Optional<LiblinearPeer> find() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            Class.forName(PACKAGE + "Linear", true, loader);
            return Optional.of(new LiblinearPeer(loader));
        } catch (ClassNotFoundException absent) {
            return Optional.empty();
        }
    }

    /**
     * Trains a one-versus-rest classifier with liblinear's default solver, {@code L2R_L2LOSS_SVC_DUAL}, and a bias.
     *
     * @param rows the rows with their labels
     * @param cost the cost C of the squared hinge loss
     * @param tolerance the tolerance of liblinear's stopping criterion
     * @throws IllegalStateException if the library has another interface than version 2.44
     */
    public TimedClassifier train(RowBlock rows, double cost, double tolerance) {
        try {
            Object problem = problem(rows);
            Class<?> solvers = type("SolverType");
            Object solver = solvers.getField("L2R_L2LOSS_SVC_DUAL").get(null);
            Object parameter = type("Parameter")
                    .getConstructor(solvers, double.class, double.class)
                    .newInstance(solver, cost, tolerance);
            type("Linear").getMethod("disableDebugOutput").invoke(null);
            long begin = System.nanoTime();
            Object model = type("Linear")
                    .getMethod("train", type("Problem"), type("Parameter"))
                    .invoke(null, problem, parameter);
            double seconds = (System.nanoTime() - begin) * 1e-9;
            int[] labels = (int[]) model.getClass().getMethod("getLabels").invoke(model);
            double[] weights =
                    (double[]) model.getClass().getMethod("getFeatureWeights").invoke(model);
            return new TimedClassifier(classifier(labels, weights), seconds);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The liblinear-java on the class path does not have the interface of version 2.44.", e);
        }
    }

    /** Returns liblinear's {@code Problem} with the rows and a constant feature 1 for the bias. */
    private Object problem(RowBlock rows) throws ReflectiveOperationException {
        int width = rows.width() + 1;
        Class<?> feature = type("Feature");
        Object x = Array.newInstance(feature, rows.rows(), width);
        double[] y = new double[rows.rows()];
        var node = type("FeatureNode").getConstructor(int.class, double.class);
        for (int i = 0; i < rows.rows(); i++) {
            Object row = Array.get(x, i);
            for (int j = 0; j < width; j++) {
                double value = j == width - 1 ? 1 : rows.values()[i * (width - 1) + j];
                Array.set(row, j, node.newInstance(j + 1, value));
            }
            y[i] = rows.labels()[i];
        }
        Object problem = type("Problem").getConstructor().newInstance();
        problem.getClass().getField("l").setInt(problem, rows.rows());
        problem.getClass().getField("n").setInt(problem, width);
        problem.getClass().getField("bias").setDouble(problem, 1);
        problem.getClass().getField("x").set(problem, x);
        problem.getClass().getField("y").set(problem, y);
        return problem;
    }

    /**
     * Converts liblinear's layout: its weights are ordered by feature, then class, and its classes by their first rows.
     */
    private static LinearClassifier classifier(int[] labels, double[] weights) {
        int[] classes = labels.clone();
        Arrays.sort(classes);
        int width = weights.length / labels.length;
        float[] sortedByClass = new float[weights.length];
        for (int k = 0; k < labels.length; k++) {
            int row = Arrays.binarySearch(classes, labels[k]);
            for (int j = 0; j < width; j++) {
                sortedByClass[row * width + j] = (float) weights[j * labels.length + k];
            }
        }
        return new LinearClassifier(classes, sortedByClass);
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name, true, loader);
    }
}
