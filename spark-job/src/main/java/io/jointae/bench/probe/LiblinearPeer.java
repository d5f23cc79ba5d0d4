package io.jointae.bench.probe;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.LinearClassifier;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Optional;

/**
 * liblinear-java as it comes, by reflection: it is no dependency of the application, but is measured beside it where
 * its jar is on the class path ({@code deploy/submit --jars liblinear-2.44.jar bench svm}).
 */
public final class LiblinearPeer {

    private static final String PACKAGE = "de.bwaldvogel.liblinear.";

    private final ClassLoader loader;

    private LiblinearPeer(ClassLoader loader) {
        this.loader = loader;
    }

    /** What it gave, and how long its own training took. */
    public record Trained(LinearClassifier classifier, double seconds) {}

    /** Empty where it is not on the class path. */
    public static Optional<LiblinearPeer> find() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            Class.forName(PACKAGE + "Linear", true, loader);
            return Optional.of(new LiblinearPeer(loader));
        } catch (ClassNotFoundException absent) {
            return Optional.empty();
        }
    }

    /** Its default solver, L2R_L2LOSS_SVC_DUAL, with a bias. */
    public Trained train(RowBlock rows, double cost, double tolerance) {
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
            return new Trained(classifier(labels, weights), seconds);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this liblinear is not 2.44", e);
        }
    }

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

    /** Its weights lie feature after feature, its classes in the order of their first rows. */
    private static LinearClassifier classifier(int[] labels, double[] weights) {
        int[] classes = labels.clone();
        Arrays.sort(classes);
        int width = weights.length / labels.length;
        float[] ours = new float[weights.length];
        for (int k = 0; k < labels.length; k++) {
            int at = Arrays.binarySearch(classes, labels[k]);
            for (int j = 0; j < width; j++) {
                ours[at * width + j] = (float) weights[j * labels.length + k];
            }
        }
        return new LinearClassifier(classes, ours);
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name, true, loader);
    }
}
