package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.Objective;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.StackGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Compares gradients of the engine in double precision with central differences. */
class TorchGradientTest {

    /** The largest difference relative to the largest entry of the analytic gradient. */
    private static final double TOLERANCE = 1e-5;

    /** Parameters are written in single precision, so the step is one that single precision can represent. */
    private static final float STEP = 0x1p-14f;

    private static final int CHECKED = 12;
    private static final long CORRUPTION_KEY = 42;

    record Case(String name, Architecture architecture, Objective objective) {

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
        for (int depth = 1; depth <= 3; depth++) {
            for (boolean tied : List.of(true, false)) {
                for (Loss loss : Loss.values()) {
                    for (Corruption corruption : corruptions) {
                        add(cases, depth, tied, loss, new LayerSpec(5, Activation.LOGISTIC, corruption, 0, 0, 0));
                    }
                    add(
                            cases,
                            depth,
                            tied,
                            loss,
                            new LayerSpec(5, Activation.LOGISTIC, Corruption.gaussian(0.2), 0.2, 0.01, 0.03));
                }
            }
        }
        for (Activation f : Activation.values()) {
            add(cases, 2, true, Loss.SQUARED_ERROR, new LayerSpec(5, f, Corruption.gaussian(0.1), 0.2, 0, 0.01));
        }
        return cases.stream();
    }

    private static void add(List<Case> cases, int depth, boolean tied, Loss loss, LayerSpec layer) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new LayerSpec(
                    5 - i, layer.activation(), layer.corruption(), layer.contraction(), layer.l1(), layer.l2()));
        }
        Architecture architecture = new Architecture(5, layers, tied, loss, Activation.LOGISTIC);
        String name = depth + " layers " + (tied ? "tied " : "untied ") + loss + " " + layer + " ";
        cases.add(new Case(name + "joint", architecture, Objective.joint(depth, true)));
        if (depth > 1) {
            cases.add(new Case(name + "top layer", architecture, Objective.layer(depth - 1)));
            cases.add(new Case(name + "summed", architecture, Objective.summed(depth)));
            cases.add(new Case(name + "joint, not regularized", architecture, Objective.joint(depth, false)));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAnalyticGradientEqualsTheNumericalGradient(Case given) {
        Architecture architecture = given.architecture();
        ParameterLayout layout = new ParameterLayout(architecture);
        int size = layout.size();
        float[] values = new float[size];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < size; i++) {
            // Multiples of the step in a small range stay exact when the step is added.
            values[i] = Math.round(random.nextDouble(-0.8, 0.8) / STEP) * STEP;
        }
        try (ElementWise ops = TorchFixtures.torch(DataType.DOUBLE)) {
            Matrix parameters = ops.create(size, 1);
            Matrix gradient = ops.create(size, 1);
            parameters.write(values);
            boolean[] trainable = new boolean[architecture.depth()];
            Arrays.fill(trainable, given.objective().lo(), given.objective().hi(), true);
            StackGradient function =
                    new StackGradient(architecture, given.objective(), trainable, ops, parameters, gradient);
            Minibatch batch = new Minibatch(TorchFixtures.examples(3, 5), 3).range(0, 3);
            function.compute(batch, CORRUPTION_KEY);
            float[] analytic = new float[size];
            gradient.read(analytic);
            int from = layout.start(given.objective().lo());
            int to = layout.end(given.objective().hi() - 1);
            double scale = 1e-3;
            for (int i = from; i < to; i++) {
                scale = Math.max(scale, Math.abs(analytic[i]));
            }
            int stride = Math.max(1, (to - from) / CHECKED);
            for (int i = from; i < to; i += stride) {
                double above = valueAt(function, batch, parameters, values, i, STEP);
                double below = valueAt(function, batch, parameters, values, i, -STEP);
                double numerical = (above - below) / (2 * STEP);
                assertThat(Math.abs(numerical - analytic[i]) / scale)
                        .as("parameter %d of %d: analytic %s, numerical %s", i, size, analytic[i], numerical)
                        .isLessThan(TOLERANCE);
            }
        }
    }

    private static double valueAt(
            StackGradient function, Minibatch batch, Matrix parameters, float[] values, int i, float change) {
        float[] changed = values.clone();
        changed[i] += change;
        parameters.write(changed);
        return function.compute(batch, CORRUPTION_KEY);
    }
}
