package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.Objective;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.ForwardPass;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Compares steps and encodings of the engine in single precision with those of ND4J. */
class TorchParityTest {

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
    void stepsAgreeWithTheDoublePrecisionReference(Architecture architecture) {
        for (Updater updater : List.of(Updater.RMSPROP, Updater.SGD)) {
            compare(architecture, Objective.joint(2, true), updater);
            compare(architecture, Objective.layer(1), updater);
            if (architecture.loss() == Loss.SQUARED_ERROR) {
                compare(architecture, Objective.summed(2), updater);
            }
        }
    }

    private static void compare(Architecture architecture, Objective objective, Updater updater) {
        double[] rates = new double[architecture.depth()];
        Arrays.fill(rates, 0.01);
        try (ElementWise ops = TorchFixtures.torch(DataType.FLOAT)) {
            Replica torch = new Replica(architecture, objective, updater, rates, ops);
            Replica reference = new Replica(architecture, objective, updater, rates, TorchFixtures.reference());
            float[] initial = WeightInitializer.parameters(architecture, 5);
            torch.set(initial, new float[0]);
            reference.set(initial, new float[0]);
            Minibatch batch = new Minibatch(TorchFixtures.examples(13, architecture.inputs()), 7);
            for (int step = 0; step < 3; step++) {
                batch.range(2 * step, 2 * step + 7);
                double cost = torch.step(batch, step);
                double expected = reference.step(batch, step);
                assertThat(cost).isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
            }
            float[] actual = torch.parameters();
            float[] expectedParameters = reference.parameters();
            for (int i = 0; i < actual.length; i++) {
                assertThat(actual[i]).as("parameter %d", i).isCloseTo(expectedParameters[i], within((float) TOLERANCE));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void encodingsCostsAndReconstructionsAgreeWithNd4j(Architecture architecture) {
        StackModel model = StackModel.initial(architecture, 5);
        int depth = architecture.depth();
        int n = 13;
        float[] rows = new float[n * architecture.inputs()];
        var examples = TorchFixtures.examples(n, architecture.inputs());
        float[] row = new float[architecture.inputs()];
        for (int j = 0; j < n; j++) {
            examples.copy(j, 0, row, row.length);
            System.arraycopy(row, 0, rows, j * row.length, row.length);
        }
        try (ElementWise ops = TorchFixtures.torch(DataType.FLOAT)) {
            ForwardPass torch = new ForwardPass(model, 8, ops);
            ForwardPass nd4j = new ForwardPass(model, 8);
            float[][] codes = new float[2][n * architecture.width(depth)];
            float[][] outputs = new float[2][rows.length];
            double[][] costs = new double[2][n];
            torch.encodeAndReconstruct(rows, 8, depth, codes[0], outputs[0], costs[0]);
            nd4j.encodeAndReconstruct(rows, 8, depth, codes[1], outputs[1], costs[1]);
            assertThat(codes[0]).containsExactly(codes[1], within(1e-5f));
            assertThat(outputs[0]).containsExactly(outputs[1], within(1e-5f));
            for (OptionalLong key : List.of(OptionalLong.empty(), OptionalLong.of(9))) {
                double total = torch.totalCost(List.of(examples).iterator(), n, depth, key);
                double expected = nd4j.totalCost(List.of(examples).iterator(), n, depth, key);
                assertThat(total).isCloseTo(expected, within(1e-5 * Math.abs(expected)));
            }
        }
    }
}
