package io.jointae.stack.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jointae.linalg.Matrix;
import io.jointae.linalg.ProductUnits;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.Objective;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.testing.Bars;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares gradients and trainings with products in bfloat16 with those in single precision. */
class Bfloat16StepsTest {

    /**
     * The largest difference of two gradients, relative to the length of the gradient. A product of rounded factors has an
     * error of about 2^-9, and a gradient of two layers passes through six products, whose errors add up.
     */
    private static final double GRADIENT_TOLERANCE = 6 * 0x1p-9;

    @BeforeAll
    static void needsBfloat16() {
        assumeTrue(ProductUnits.ofThisProcess().multiplyBfloat16(), "The processor does not multiply bfloat16.");
    }

    static Stream<Architecture> architectures() {
        LayerSpec noisy = LayerSpec.plain(60).withCorruption(Corruption.gaussian(0.3));
        LayerSpec masked = LayerSpec.plain(60).withCorruption(new Corruption(Corruption.Kind.MASKING, 0.3));
        LayerSpec penalized = new LayerSpec(60, Activation.LOGISTIC, Corruption.NONE, 0.1, 0.01, 0.02);
        return Stream.of(
                Architecture.paper(100, 2, noisy),
                Architecture.paper(100, 2, penalized),
                new Architecture(100, List.of(masked, masked), false, Loss.SQUARED_ERROR, Activation.IDENTITY));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void theGradientDiffersByTheRoundingOfFactors(Architecture architecture) {
        for (Objective objective : List.of(Objective.joint(2, true), Objective.layer(1))) {
            float[] single = gradient(architecture, objective, new HostElementWise());
            float[] rounded = gradient(architecture, objective, new Bfloat16ElementWise());
            double difference = 0;
            double length = 0;
            for (int i = 0; i < single.length; i++) {
                difference += Math.pow((double) rounded[i] - single[i], 2);
                length += Math.pow(single[i], 2);
            }
            assertThat(Math.sqrt(difference / length)).isBetween(1e-5, GRADIENT_TOLERANCE);
        }
    }

    @Test
    void aTrainingReachesTheCostOfSinglePrecision() {
        Architecture architecture =
                Architecture.paper(64, 2, LayerSpec.plain(40).withCorruption(Corruption.gaussian(0.2)));
        Examples examples = Examples.of(Bars.rows(200, 64, 5), 64);
        double single = trained(architecture, examples, new HostElementWise()).cost();
        Trained first = trained(architecture, examples, new Bfloat16ElementWise());
        Trained second = trained(architecture, examples, new Bfloat16ElementWise());
        assertThat(first.cost()).isCloseTo(single, within(0.01 * single));
        assertThat(second.parameters()).isEqualTo(first.parameters());
        // The parameters are stored in single precision: small changes are not lost.
        int more = 0;
        for (float value : first.parameters()) {
            more += (Float.floatToRawIntBits(value) & 0xFFFF) == 0 ? 0 : 1;
        }
        assertThat(more).isGreaterThan(first.parameters().length / 2);
    }

    @Test
    void encodingsDifferByTheRoundingOfFactorsAndAFewRowsEncodeAsMany() {
        Architecture architecture = Architecture.paper(100, 2, LayerSpec.plain(60));
        StackModel model = new StackModel(architecture, WeightInitializer.parameters(architecture, 5));
        float[] rows = new float[7 * 100];
        List<float[]> bars = Bars.rows(7, 100, 3);
        for (int j = 0; j < 7; j++) {
            System.arraycopy(bars.get(j), 0, rows, j * 100, 100);
        }
        float[] single = new float[7 * 60];
        float[] rounded = new float[7 * 60];
        float[] parts = new float[7 * 60];
        new ForwardPass(model, 7).encode(rows, 7, 2, single);
        ForwardPass pass = new ForwardPass(model, 7, new Bfloat16ElementWise());
        pass.encode(rows, 7, 2, rounded);
        float[] last = new float[2 * 60];
        pass.encode(Arrays.copyOfRange(rows, 5 * 100, 7 * 100), 2, 2, last);
        pass.encode(rows, 5, 2, parts);
        System.arraycopy(last, 0, parts, 5 * 60, last.length);
        double largest = 0;
        for (int i = 0; i < single.length; i++) {
            largest = Math.max(largest, Math.abs(single[i] - rounded[i]));
        }
        assertThat(largest).isBetween(1e-6, 0.02);
        for (int i = 0; i < parts.length; i++) {
            assertThat(parts[i]).isCloseTo(rounded[i], within(1e-5f));
        }
    }

    private record Trained(float[] parameters, double cost) {}

    private static Trained trained(Architecture architecture, Examples examples, ElementWise ops) {
        Replica replica =
                new Replica(architecture, Objective.joint(2, true), Updater.RMSPROP, new double[] {0.005, 0.005}, ops);
        replica.set(WeightInitializer.parameters(architecture, 5), new float[0]);
        Minibatch batch = new Minibatch(examples, 20);
        double cost = 0;
        for (int epoch = 0; epoch < 30; epoch++) {
            cost = 0;
            for (int from = 0; from < examples.size(); from += 20) {
                cost += replica.step(batch.range(from, from + 20), epoch) / (examples.size() / 20.0);
            }
        }
        return new Trained(replica.parameters(), cost);
    }

    private static float[] gradient(Architecture architecture, Objective objective, ElementWise ops) {
        float[] initial = WeightInitializer.parameters(architecture, 5);
        Matrix parameters = ops.create(initial.length, 1);
        Matrix gradient = ops.create(initial.length, 1);
        parameters.write(initial);
        gradient.fill(0);
        boolean[] trainable = {objective.lo() == 0, true};
        StackGradient stack = new StackGradient(architecture, objective, trainable, ops, parameters, gradient);
        Examples examples = Examples.of(Bars.rows(50, architecture.inputs(), 3), architecture.inputs());
        stack.compute(new Minibatch(examples, 50).range(0, 50), 1);
        float[] values = new float[initial.length];
        gradient.read(values);
        return values;
    }
}
