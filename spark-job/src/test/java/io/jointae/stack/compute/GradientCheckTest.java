package io.jointae.stack.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.Objective;
import io.jointae.stack.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares analytic gradients with central differences in double precision, over all kinds of phases. */
class GradientCheckTest {

    /** The largest difference relative to the largest entry of the analytic gradient. */
    private static final double TOLERANCE = 1e-5;

    private static final double STEP = 1e-5;

    /** The number of checked parameters per case, spread over all parameters. */
    private static final int CHECKED = 12;

    private static final long CORRUPTION_KEY = 42;

    /** @param trainable the layers that are trained; the gradient of the others is undefined */
    record Case(String name, Architecture architecture, Objective objective, boolean[] trainable) {

        /** All layers of the objective are trained. */
        Case(String name, Architecture architecture, Objective objective) {
            this(name, architecture, objective, new boolean[architecture.depth()]);
            for (int i = objective.lo(); i < objective.hi(); i++) {
                trainable[i] = true;
            }
        }

        /** Only one layer is trained, as in the scheduled scheme. */
        static Case scheduled(String name, Architecture architecture, int layer) {
            Objective joint = Objective.joint(architecture.depth(), true);
            Case given = new Case(
                    name + "layer " + (layer + 1) + " trained alone",
                    architecture,
                    joint,
                    new boolean[architecture.depth()]);
            given.trainable[layer] = true;
            return given;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        List<Corruption> corruptions = List.of(
                Corruption.NONE,
                Corruption.gaussian(0.4),
                new Corruption(Corruption.Kind.MASKING, 0.3),
                new Corruption(Corruption.Kind.SALT_AND_PEPPER, 0.3));
        for (int depth = 1; depth <= 4; depth++) {
            for (boolean tied : List.of(true, false)) {
                for (Loss loss : Loss.values()) {
                    for (Corruption corruption : corruptions) {
                        add(cases, depth, tied, loss, corruption, 0, 0, 0, Activation.LOGISTIC);
                    }
                    add(cases, depth, tied, loss, Corruption.NONE, 0.3, 0, 0, Activation.LOGISTIC);
                    add(cases, depth, tied, loss, Corruption.NONE, 0, 0.02, 0.05, Activation.LOGISTIC);
                    add(cases, depth, tied, loss, Corruption.gaussian(0.2), 0.2, 0.01, 0.03, Activation.LOGISTIC);
                    addOneByOne(cases, depth, tied, loss);
                }
            }
        }
        for (Activation activation : Activation.values()) {
            add(cases, 2, true, Loss.SQUARED_ERROR, Corruption.gaussian(0.1), 0.2, 0, 0.01, activation);
        }
        cases.add(mixed());
        return cases.stream();
    }

    private static void add(
            List<Case> cases,
            int depth,
            boolean tied,
            Loss loss,
            Corruption corruption,
            double contraction,
            double l1,
            double l2,
            Activation activation) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new LayerSpec(5 - i, activation, corruption, contraction, l1, l2));
        }
        Architecture architecture = new Architecture(5, layers, tied, loss, Activation.LOGISTIC);
        String name = depth + " layers " + (tied ? "tied " : "untied ") + loss + " " + corruption + " contraction "
                + contraction + " l1 " + l1 + " l2 " + l2 + " " + activation + " ";
        cases.add(new Case(name + "joint", architecture, Objective.joint(depth, true)));
        if (depth > 1) {
            cases.add(new Case(name + "top layer", architecture, Objective.layer(depth - 1)));
            cases.add(new Case(name + "summed", architecture, Objective.summed(depth)));
            cases.add(new Case(name + "joint, not regularized", architecture, Objective.joint(depth, false)));
        }
    }

    /** Every layer's own objective within the stack, and the joint objective with only that layer trained. */
    private static void addOneByOne(List<Case> cases, int depth, boolean tied, Loss loss) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new LayerSpec(5 - i, Activation.LOGISTIC, Corruption.gaussian(0.2), 0.2, 0.01, 0.03));
        }
        Architecture architecture = new Architecture(5, layers, tied, loss, Activation.LOGISTIC);
        String name = depth + " layers " + (tied ? "tied " : "untied ") + loss + " all regularizers ";
        for (int i = 0; i < depth; i++) {
            cases.add(new Case(name + "layer " + (i + 1), architecture, Objective.layer(i)));
            cases.add(Case.scheduled(name, architecture, i));
        }
    }

    private static Case mixed() {
        Architecture architecture = Architecture.paper(
                5,
                List.of(
                        LayerSpec.plain(6).withContraction(0.3),
                        LayerSpec.plain(4).withCorruption(new Corruption(Corruption.Kind.MASKING, 0.3)),
                        LayerSpec.plain(3).withL2(0.1)));
        return new Case("each layer its own regularizer", architecture, Objective.joint(3, true));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAnalyticGradientEqualsTheNumericalGradient(Case given) {
        Architecture architecture = given.architecture();
        int size = new ParameterLayout(architecture).size();
        INDArray parameters = Nd4j.create(DataType.DOUBLE, size);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < size; i++) {
            parameters.putScalar(i, random.nextDouble(-0.8, 0.8));
        }
        INDArray gradient = Nd4j.create(DataType.DOUBLE, size);
        StackGradient function = new StackGradient(
                architecture,
                given.objective(),
                given.trainable(),
                new Nd4jElementWise(DataType.DOUBLE),
                Matrix.view(parameters, 0, size, 1),
                Matrix.view(gradient, 0, size, 1));
        Minibatch batch = new Minibatch(examples(3, 5), 3).range(0, 3);
        function.compute(batch, CORRUPTION_KEY);
        double[] analytic = gradient.toDoubleVector();
        ParameterLayout layout = new ParameterLayout(architecture);
        int lowest = 0;
        while (!given.trainable()[lowest]) {
            lowest++;
        }
        int highest = architecture.depth() - 1;
        while (!given.trainable()[highest]) {
            highest--;
        }
        int from = layout.start(lowest);
        int to = layout.end(highest);
        double scale = 1e-3;
        for (int i = from; i < to; i++) {
            scale = Math.max(scale, Math.abs(analytic[i]));
        }
        int stride = Math.max(1, (to - from) / CHECKED);
        for (int i = from; i < to; i += stride) {
            double value = parameters.getDouble(i);
            parameters.putScalar(i, value + STEP);
            double above = function.compute(batch, CORRUPTION_KEY);
            parameters.putScalar(i, value - STEP);
            double below = function.compute(batch, CORRUPTION_KEY);
            parameters.putScalar(i, value);
            double numerical = (above - below) / (2 * STEP);
            assertThat(Math.abs(numerical - analytic[i]) / scale)
                    .as("parameter %d of %d: analytic %s, numerical %s", i, size, analytic[i], numerical)
                    .isLessThan(TOLERANCE);
        }
    }

    private static Examples examples(int n, int width) {
        SplittableRandom random = new SplittableRandom(3);
        List<float[]> rows = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            float[] row = new float[width];
            for (int i = 0; i < width; i++) {
                row[i] = (float) random.nextDouble();
            }
            rows.add(row);
        }
        return Examples.of(rows, width);
    }
}
