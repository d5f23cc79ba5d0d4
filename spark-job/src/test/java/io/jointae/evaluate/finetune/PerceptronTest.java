package io.jointae.evaluate.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The network that fine-tuning starts from. */
class PerceptronTest {

    private static final int INPUTS = 9;

    private static StackModel stack(Activation activation, boolean tied) {
        Architecture architecture = new Architecture(
                INPUTS,
                List.of(
                        LayerSpec.plain(7).withActivation(activation),
                        LayerSpec.plain(5).withActivation(activation)),
                tied,
                Loss.SQUARED_ERROR,
                Activation.IDENTITY);
        StackModel stack = StackModel.initial(architecture, 3);
        SplittableRandom random = new SplittableRandom(4);
        float[] parameters = stack.parameters().clone();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) (0.2 * random.nextDouble());
        }
        return new StackModel(architecture, parameters);
    }

    private static float[] rows(int n) {
        SplittableRandom random = new SplittableRandom(5);
        float[] rows = new float[n * INPUTS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextDouble();
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void hiddenLayersAreTheStacksEncoder(Activation activation) {
        for (boolean tied : new boolean[] {true, false}) {
            StackModel stack = stack(activation, tied);
            MultiLayerNetwork network = Perceptron.over(stack, 3).network();
            float[] rows = rows(6);
            List<INDArray> hidden = network.feedForward(Nd4j.create(rows, new long[] {6, INPUTS}, 'c'), false);
            ForwardPass pass = new ForwardPass(stack, 6);
            for (int layer = 1; layer <= 2; layer++) {
                float[] codes = new float[6 * stack.architecture().width(layer)];
                pass.encode(rows, 6, layer, codes);
                float[] theirs = hidden.get(layer).dup('c').data().asFloat();
                for (int i = 0; i < codes.length; i++) {
                    assertThat(theirs[i]).as("%s h%d[%d]", activation, layer, i).isCloseTo(codes[i], within(1e-5f));
                }
            }
        }
    }

    @Test
    void theSoftmaxKnowsNoClassBetter() {
        MultiLayerNetwork network =
                Perceptron.over(stack(Activation.LOGISTIC, true), 4).network();
        float[] output = network.output(Nd4j.create(rows(2), new long[] {2, INPUTS}, 'c'))
                .reshape(8)
                .toFloatVector();
        assertThat(output).containsOnly(0.25f);
    }

    @Test
    void theFileOpensInDl4jAndNamesNoClassOfOurs(@TempDir Path folder) throws IOException {
        Perceptron zeros = Perceptron.over(stack(Activation.TANH, true), 4);
        float[] trained = zeros.parameters().clone();
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < trained.length; i++) {
            trained[i] += (float) random.nextDouble(-0.5, 0.5);
        }
        MultiLayerNetwork network = zeros.with(trained).network();
        File file = folder.resolve("finetune-1.zip").toFile();
        ModelSerializer.writeModel(network, file, false);
        INDArray rows = Nd4j.create(rows(6), new long[] {6, INPUTS}, 'c');
        assertThat(MultiLayerNetwork.load(file, false).output(rows)).isEqualTo(network.output(rows));
        try (ZipFile zip = new ZipFile(file)) {
            String json = new String(
                    zip.getInputStream(zip.getEntry("configuration.json")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(json).contains("org.deeplearning4j").doesNotContain("jointae");
        }
    }
}
