package io.jointae.evaluate.svm;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The solver against liblinear's, which is run to a tight tolerance. */
class SvmSolverTest {

    private static final double[] COSTS = {0.01, 1, 100};

    @Test
    void reachesTheOraclesObjectiveOnOverlappingClasses() {
        agrees(LiblinearOracle.clouds(600, 20, 4), COSTS);
    }

    @Test
    void solvesOneProblemForTwoClasses() {
        RowBlock rows = LiblinearOracle.clouds(300, 5, 2);
        assertThat(LinearClassifier.binaryProblems(2)).isEqualTo(1);
        agrees(rows, COSTS);
    }

    @Test
    void reachesTheOraclesObjectiveWithMoreFeaturesThanRows() {
        agrees(LiblinearOracle.clouds(60, 150, 3), COSTS);
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
        RowBlock rows = LiblinearOracle.clouds(400, 10, 3);
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
            LiblinearOracle.requireAgreement(
                    rows, costs[c], Arrays.copyOfRange(ours.weights(), c * size, (c + 1) * size));
        }
    }

    private static SvmSolution solve(RowBlock rows, int[] positives, double[] costs, double tolerance) {
        try (LocalSquaredHinge hinge = new LocalSquaredHinge(List.of(rows).iterator())) {
            return new SvmSolver(hinge, tolerance).solve(positives, costs);
        }
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
}
