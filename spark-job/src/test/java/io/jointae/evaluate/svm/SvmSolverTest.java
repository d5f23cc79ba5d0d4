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
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import io.jointae.testing.SharedData;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The solver against liblinear's, which is run to a tight tolerance. */
class SvmSolverTest {

    private static final double[] COSTS = {0.01, 1, 100};

    @Test
    void reachesTheOraclesObjectiveOnOverlappingClasses() {
        agrees(clouds(600, 20, 4), COSTS);
    }

    @Test
    void solvesOneProblemForTwoClasses() {
        RowBlock rows = clouds(300, 5, 2);
        assertThat(LinearClassifier.binaryProblems(2)).isEqualTo(1);
        agrees(rows, COSTS);
    }

    @Test
    void reachesTheOraclesObjectiveWithMoreFeaturesThanRows() {
        agrees(clouds(60, 150, 3), COSTS);
    }

    @Test
    void agreesOnMnistFeatures() throws IOException {
        Path folder = SharedData.require("data/mnist");
        float[] images = new float[1500 * 784];
        int[] labels = new int[1500];
        try (DataInputStream pixels = gunzip(folder.resolve("train-images-idx3-ubyte.gz"));
                DataInputStream classes = gunzip(folder.resolve("train-labels-idx1-ubyte.gz"))) {
            pixels.skipNBytes(16);
            classes.skipNBytes(8);
            for (int i = 0; i < images.length; i++) {
                images[i] = pixels.readUnsignedByte() / 255f;
            }
            for (int i = 0; i < labels.length; i++) {
                labels[i] = classes.readUnsignedByte();
            }
        }
        agrees(new RowBlock(new long[1500], labels, features(images, 1500, 200)), new double[] {0.01, 0.1});
    }

    @Test
    void agreesOnRectangles() throws IOException {
        Path zip = SharedData.require("data/rectangles.zip");
        float[] images = new float[1000 * 784];
        int[] labels = new int[1000];
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            while (!in.getNextEntry().getName().endsWith("_train.amat")) {
                in.closeEntry();
            }
            String[] tokens = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+");
            for (int i = 0; i < 1000; i++) {
                for (int j = 0; j < 784; j++) {
                    images[i * 784 + j] = Float.parseFloat(tokens[i * 785 + j]);
                }
                labels[i] = (int) Float.parseFloat(tokens[i * 785 + 784]);
            }
        }
        agrees(new RowBlock(new long[1000], labels, features(images, 1000, 200)), new double[] {0.1, 1});
    }

    @Test
    void theGapBoundsTheDistanceToTheMinimum() {
        RowBlock rows = clouds(400, 10, 3);
        SvmSolution coarse = solve(rows, new int[] {0, 1, 2}, new double[] {1, 1, 1}, 1e-2);
        SvmSolution fine = solve(rows, new int[] {0, 1, 2}, new double[] {1, 1, 1}, 1e-6);
        for (int p = 0; p < 3; p++) {
            assertThat(coarse.gaps()[p]).isLessThanOrEqualTo(1e-2 * coarse.objectives()[p]);
            assertThat(coarse.objectives()[p] - fine.objectives()[p]).isLessThanOrEqualTo(coarse.gaps()[p]);
        }
    }

    private static void agrees(RowBlock rows, double[] costs) {
        int[] classes = Arrays.stream(rows.labels()).distinct().sorted().toArray();
        int columns = LinearClassifier.binaryProblems(classes.length);
        int[] positives = new int[costs.length * columns];
        double[] each = new double[positives.length];
        for (int p = 0; p < positives.length; p++) {
            positives[p] = columns == 1 ? classes[1] : classes[p % columns];
            each[p] = costs[p / columns];
        }
        SvmSolution ours = solve(rows, positives, each, SvmTraining.DEFAULT_TOLERANCE);
        for (int c = 0; c < costs.length; c++) {
            int size = ours.width() * columns;
            float[] weights = Arrays.copyOfRange(ours.weights(), c * size, (c + 1) * size);
            double[] oracle = liblinear(rows, positives, costs[c], columns);
            int[] mine = new LinearClassifier(classes, weights).predict(rows.values(), rows.rows());
            int[] theirs = new LinearClassifier(classes, floats(oracle)).predict(rows.values(), rows.rows());
            double objective = 0;
            double reference = 0;
            for (int k = 0; k < columns; k++) {
                objective += objective(rows, doubles(weights), k, positives[k], costs[c]);
                reference += objective(rows, oracle, k, positives[k], costs[c]);
            }
            assertThat(objective).as("objective at C %s", costs[c]).isLessThanOrEqualTo(1.001 * reference);
            double same = 0;
            for (int i = 0; i < mine.length; i++) {
                same += mine[i] == theirs[i] ? 1 : 0;
            }
            assertThat(same / mine.length).as("same class at C %s", costs[c]).isGreaterThanOrEqualTo(0.999);
        }
    }

    private static SvmSolution solve(RowBlock rows, int[] positives, double[] costs, double tolerance) {
        try (LocalSquaredHinge hinge = new LocalSquaredHinge(List.of(rows).iterator())) {
            return new SvmSolver(hinge, tolerance).solve(positives, costs);
        }
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
    static RowBlock clouds(int n, int width, int classes) {
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

    /** Logistic features of an untrained stack. */
    private static float[] features(float[] images, int n, int units) {
        StackModel model = StackModel.initial(Architecture.paper(784, 1, LayerSpec.plain(units)), 1);
        float[] features = new float[n * units];
        new ForwardPass(model, n).encode(images, n, 1, features);
        return features;
    }

    private static DataInputStream gunzip(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))));
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
