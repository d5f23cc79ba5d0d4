package io.jointae.stack.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.Objective;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Compares training steps by the fused single-precision passes with steps by ND4J's operations in double precision. */
class ElementWiseParityTest {

    /** Three RMSProp steps with rate 0.01 change a parameter by at most 0.1. The tolerance covers rounding errors. */
    private static final double TOLERANCE = 2e-4;

    static Stream<Architecture> architectures() {
        List<Architecture> all = new ArrayList<>();
        for (Corruption.Kind kind : Corruption.Kind.values()) {
            LayerSpec layer = LayerSpec.plain(31).withCorruption(new Corruption(kind, 0.3));
            all.add(Architecture.paper(2051, 2, layer));
            all.add(new Architecture(45, List.of(layer, layer), false, Loss.SQUARED_ERROR, Activation.IDENTITY));
        }
        all.add(Architecture.paper(2051, 3, LayerSpec.plain(17).withContraction(0.2)));
        all.add(Architecture.paper(30, 2, new LayerSpec(17, Activation.LOGISTIC, Corruption.NONE, 0, 0.01, 0.02)));
        for (Activation f : Activation.values()) {
            LayerSpec layer = new LayerSpec(9, f, Corruption.gaussian(0.1), 0.1, 0, 0);
            all.add(new Architecture(12, List.of(layer, layer), true, Loss.SQUARED_ERROR, Activation.LOGISTIC));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void fusedStepsAgreeWithTheDoublePrecisionReference(Architecture architecture) {
        for (Updater updater : List.of(Updater.RMSPROP, Updater.SGD)) {
            compare(architecture, Objective.joint(2, true), updater);
            compare(architecture, Objective.layer(1), updater);
            if (architecture.loss() == Loss.SQUARED_ERROR) {
                compare(architecture, Objective.summed(2), updater);
            }
        }
    }

    /** A step adds the penalties in the pass of the updater; DL4J and the gradient checks add them to the gradient. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStepFollowsTheGradientWithAllPenalties(boolean tied) {
        LayerSpec layer = new LayerSpec(17, Activation.LOGISTIC, Corruption.NONE, tied ? 0.3 : 0, 0.01, 0.02);
        Architecture architecture =
                new Architecture(30, List.of(layer, layer), tied, Loss.CROSS_ENTROPY, Activation.LOGISTIC);
        Objective objective = Objective.joint(2, true);
        Minibatch batch = new Minibatch(examples(7, 30), 7).range(0, 7);
        ElementWise ops = new Nd4jElementWise(DataType.DOUBLE);
        float[] initial = WeightInitializer.parameters(architecture, 5);
        Matrix parameters = Matrix.create(DataType.DOUBLE, initial.length, 1);
        Matrix gradient = Matrix.create(DataType.DOUBLE, initial.length, 1);
        parameters.write(initial);
        new StackGradient(architecture, objective, new boolean[] {true, true}, ops, parameters, gradient)
                .compute(batch, 1);
        float[] slope = new float[initial.length];
        gradient.read(slope);
        for (ElementWise each : List.of(ops, new HostElementWise())) {
            Replica replica = new Replica(architecture, objective, Updater.SGD, new double[] {0.5, 0.5}, each);
            replica.set(initial, new float[0]);
            replica.step(batch, 1);
            float[] moved = replica.parameters();
            for (int i = 0; i < moved.length; i++) {
                assertThat(moved[i]).as("parameter %d", i).isCloseTo(initial[i] - 0.5f * slope[i], within(1e-5f));
            }
        }
    }

    private static void compare(Architecture architecture, Objective objective, Updater updater) {
        double[] rates = new double[architecture.depth()];
        Arrays.fill(rates, 0.01);
        Replica fused = new Replica(architecture, objective, updater, rates, new HostElementWise());
        Replica reference = new Replica(architecture, objective, updater, rates, new Nd4jElementWise(DataType.DOUBLE));
        float[] initial = WeightInitializer.parameters(architecture, 5);
        fused.set(initial, new float[0]);
        reference.set(initial, new float[0]);
        Minibatch batch = new Minibatch(examples(13, architecture.inputs()), 7);
        for (int step = 0; step < 3; step++) {
            batch.range(2 * step, 2 * step + 7);
            double cost = fused.step(batch, step);
            double expected = reference.step(batch, step);
            assertThat(cost).isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
        }
        float[] actual = fused.parameters();
        float[] expectedParameters = reference.parameters();
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("parameter %d", i).isCloseTo(expectedParameters[i], within((float) TOLERANCE));
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
