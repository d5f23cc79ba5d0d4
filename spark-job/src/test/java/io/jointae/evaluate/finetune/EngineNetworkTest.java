package io.jointae.evaluate.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ElementWise;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Steps and outputs of a network in the memory of an engine are those of DL4J's network within rounding. */
class EngineNetworkTest {

    private static final int WIDTH = 9;
    private static final int CLASSES = 3;
    private static final double RATE = 0.05;

    private static Perceptron start() {
        List<LayerSpec> layers = List.of(
                LayerSpec.plain(7),
                new LayerSpec(5, Activation.TANH, LayerSpec.plain(5).corruption(), 0, 0, 0));
        Architecture stack = new Architecture(WIDTH, layers, true, Loss.CROSS_ENTROPY, Activation.LOGISTIC);
        Perceptron untrained = Perceptron.over(StackModel.initial(stack, 4), CLASSES);
        // With zero weights on top, the layers below would get no gradient at first.
        SplittableRandom random = new SplittableRandom(5);
        float[] parameters = untrained.parameters().clone();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) random.nextDouble(-0.5, 0.5);
        }
        return untrained.with(parameters);
    }

    private static LabeledBatch batch(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return new LabeledBatch(values, random.ints(n, 0, CLASSES).toArray());
    }

    @ParameterizedTest
    @EnumSource
    void stepsAreThoseOfDl4j(FinetuneOptimizer optimizer) {
        EngineNetwork engine = new EngineNetwork(ElementWise.of(DataType.FLOAT), start(), optimizer.rule(), RATE, 8);
        MultiLayerNetwork dl4j = Dl4jOracle.network(start(), optimizer, RATE);
        for (int step = 0; step < 6; step++) {
            // The last batch of an epoch is smaller.
            LabeledBatch batch = batch(step % 3 == 2 ? 5 : 8, step);
            dl4j.fit(Dl4jOracle.dataSet(batch, CLASSES));
            assertThat(engine.fit(batch)).isCloseTo(dl4j.score(), within(1e-5));
        }
        assertThat(engine.parameters()).containsExactly(dl4j.params().toFloatVector(), within(2e-5f));
        float[] state =
                dl4j.updaterState() == null ? new float[0] : dl4j.updaterState().toFloatVector();
        assertThat(engine.optimizerState()).containsExactly(state, within(1e-5f));
        LabeledBatch many = batch(19, 9);
        assertThat(engine.outputs(many.values(), 19))
                .containsExactly(
                        dl4j.output(Dl4jOracle.dataSet(many, CLASSES).getFeatures())
                                .dup('c')
                                .data()
                                .asFloat(),
                        within(1e-5f));
    }

    @ParameterizedTest
    @EnumSource
    void aNetworkGoesOnFromParametersAndState(FinetuneOptimizer optimizer) {
        EngineNetwork whole = new EngineNetwork(ElementWise.of(DataType.FLOAT), start(), optimizer.rule(), RATE, 8);
        whole.fit(batch(8, 1));
        EngineNetwork resumed = new EngineNetwork(ElementWise.of(DataType.FLOAT), start(), optimizer.rule(), RATE, 8);
        resumed.set(whole.parameters(), whole.optimizerState());
        whole.fit(batch(8, 2));
        resumed.fit(batch(8, 2));
        assertThat(resumed.parameters()).isEqualTo(whole.parameters());
        assertThat(resumed.optimizerState()).isEqualTo(whole.optimizerState());
    }
}
