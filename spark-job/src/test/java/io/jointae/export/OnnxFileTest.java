package io.jointae.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.jointae.evaluate.finetune.Perceptron;
import io.jointae.feature.Scaling;
import io.jointae.feature.ScalingKind;
import io.jointae.model.Classifier;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;

/** ONNX Runtime computes the numbers of jointae from exported models, for every kind of layer. */
class OnnxFileTest {

    private static final double TOLERANCE = 1e-5;
    private static final int ROWS = 40;
    private static final float[][] PICTURES = ExportedModels.rectangles(ROWS);

    @ParameterizedTest
    @EnumSource(Activation.class)
    void everyPartOfEveryLayerEqualsTheForwardPass(Activation activation) throws Exception {
        for (boolean tied : new boolean[] {true, false}) {
            for (Loss loss : Loss.values()) {
                StackModel model = ExportedModels.model(activation, tied, loss);
                for (int layer = 1; layer <= model.architecture().depth(); layer++) {
                    String setting = activation + ", tied " + tied + ", " + loss + ", layer " + layer;
                    assertParts(model, layer, setting);
                }
            }
        }
    }

    private static void assertParts(StackModel model, int layer, String setting) throws Exception {
        Architecture architecture = model.architecture();
        int width = architecture.width(layer);
        ForwardPass ours = new ForwardPass(model, ROWS);
        float[] codes = new float[ROWS * width];
        float[] reconstructions = new float[ROWS * architecture.inputs()];
        ours.encode(ExportedModels.flat(PICTURES), ROWS, layer, codes);
        ours.decode(codes, ROWS, layer, reconstructions);

        Map<String, float[][]> encoder = run(ExportedNetwork.encoder(model, Scaling.NONE, layer), PICTURES);
        Map<String, float[][]> decoder = run(ExportedNetwork.decoder(model, Scaling.NONE, layer), rows(codes, width));
        Map<String, float[][]> both = run(ExportedNetwork.autoencoder(model, Scaling.NONE, layer), PICTURES);

        assertThat(encoder).containsOnlyKeys("code");
        assertEqual(encoder.get("code"), codes, setting + ", encoder");
        assertThat(decoder).containsOnlyKeys("reconstruction");
        assertEqual(decoder.get("reconstruction"), reconstructions, setting + ", decoder");
        assertThat(both).containsOnlyKeys("code", "reconstruction");
        assertEqual(both.get("code"), codes, setting + ", code of the auto-encoder");
        assertEqual(both.get("reconstruction"), reconstructions, setting + ", auto-encoder");
    }

    @ParameterizedTest
    @EnumSource(
            value = ScalingKind.class,
            names = {"STANDARDIZE", "MINMAX", "LOG"})
    void theScalingIsPartOfTheNetwork(ScalingKind kind) throws Exception {
        StackModel model = ExportedModels.model(Activation.TANH, true, Loss.SQUARED_ERROR);
        Random random = new Random(6);
        float[][] data = new float[ROWS][ExportedModels.INPUTS];
        float[] offsets = new float[ExportedModels.INPUTS];
        float[] spreads = new float[ExportedModels.INPUTS];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = 2 * random.nextFloat();
            // The first feature is constant. Others have ranges of very different sizes.
            spreads[i] = i == 0 ? 0 : (float) Math.pow(10, random.nextInt(5) - 3);
            for (float[] row : data) {
                double transformed = offsets[i] + spreads[i] * (1.5 * random.nextFloat() - 0.2);
                row[i] = (float) (kind == ScalingKind.LOG ? Math.max(0, Math.expm1(transformed)) : transformed);
            }
        }
        Scaling scaling = new Scaling(kind, kind == ScalingKind.STANDARDIZE ? 1.1 : null, offsets, spreads);
        float[] inputs = ExportedModels.flat(data);
        scaling.apply(inputs, ROWS);
        ForwardPass ours = new ForwardPass(model, ROWS);
        float[] codes = new float[ROWS * 12];
        float[] reconstructions = new float[ROWS * ExportedModels.INPUTS];
        ours.encode(inputs, ROWS, 3, codes);
        ours.decode(codes, ROWS, 3, reconstructions);
        scaling.undo(reconstructions, ROWS);

        assertEqual(run(ExportedNetwork.encoder(model, scaling, 3), data).get("code"), codes, kind + ", encoder");
        Map<String, float[][]> both = run(ExportedNetwork.autoencoder(model, scaling, 3), data);
        assertEqual(both.get("code"), codes, kind + ", code of the auto-encoder");
        assertEqual(both.get("reconstruction"), reconstructions, kind + ", reconstruction");
        float[][] decoded =
                run(ExportedNetwork.decoder(model, scaling, 3), rows(codes, 12)).get("reconstruction");
        assertEqual(decoded, reconstructions, kind + ", decoder");
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void aFineTunedClassifierGivesTheProbabilitiesOfDl4j(Activation activation, @TempDir Path folder) throws Exception {
        Architecture architecture =
                ExportedModels.model(activation, true, Loss.SQUARED_ERROR).architecture();
        MultiLayerNetwork network = perceptron(architecture, 3).network();
        Path file = folder.resolve("finetune-1.zip");
        ModelSerializer.writeModel(network, file.toFile(), false);

        Classifier read = Classifier.read(new Configuration(), file.toString());

        float[] expected = network.output(Nd4j.create(PICTURES)).dup('c').data().asFloat();
        Map<String, float[][]> exported = run(ExportedNetwork.classifier(read, Scaling.NONE), PICTURES);
        assertThat(exported).containsOnlyKeys("probabilities");
        assertEqual(exported.get("probabilities"), expected, activation + ", classifier");
        // The comparison shows nothing where all rows have the same probabilities.
        assertThat(Arrays.stream(exported.get("probabilities"))
                        .map(row -> row[0])
                        .distinct())
                .hasSizeGreaterThan(ROWS / 2);
    }

    /** Returns a perceptron whose softmax layer has weights other than 0. */
    static Perceptron perceptron(Architecture encoder, int classes) {
        float[] parameters =
                Perceptron.over(StackModel.initial(encoder, 1), classes).parameters();
        Random random = new Random(2);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = parameters[i] / 4 + (float) (random.nextGaussian() / 20);
        }
        return new Perceptron(encoder, classes, parameters);
    }

    @Test
    void theNumberOfRowsIsFreeAndTheFileSaysWhereTheModelComesFrom() throws Exception {
        StackModel model = ExportedModels.model(Activation.LOGISTIC, true, Loss.CROSS_ENTROPY);
        byte[] file = bytes(ExportedNetwork.encoder(model, Scaling.NONE, 2), Map.of("model", "DAE-3J"));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file)) {
            for (int rows : new int[] {1, 7}) {
                try (OnnxTensor input = OnnxTensor.createTensor(environment, ExportedModels.rectangles(rows));
                        OrtSession.Result result = session.run(Map.of("input", input))) {
                    assertThat((float[][]) result.get(0).getValue()).hasDimensions(rows, 30);
                }
            }
            assertThat(session.getMetadata().getProducerName()).isEqualTo("jointae");
            assertThat(session.getMetadata().getCustomMetadata()).containsEntry("model", "DAE-3J");
        }
    }

    private static byte[] bytes(ExportedNetwork network, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OnnxFile.write(network, metadata, out);
        return out.toByteArray();
    }

    /** Returns the outputs of ONNX Runtime by name. */
    private static Map<String, float[][]> run(ExportedNetwork network, float[][] rows)
            throws IOException, OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, float[][]> outputs = new TreeMap<>();
        try (OrtSession session = environment.createSession(bytes(network, Map.of()));
                OnnxTensor input = OnnxTensor.createTensor(environment, rows);
                OrtSession.Result result = session.run(Map.of(network.input(), input))) {
            for (Map.Entry<String, OnnxValue> each : result) {
                outputs.put(each.getKey(), (float[][]) each.getValue().getValue());
            }
        }
        return outputs;
    }

    private static float[][] rows(float[] values, int width) {
        float[][] rows = new float[values.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
        return rows;
    }

    private static void assertEqual(float[][] actual, float[] expected, String what) {
        float[] flat = ExportedModels.flat(actual);
        assertThat(flat).as(what).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < flat.length; i++) {
            worst = Math.max(worst, Math.abs(flat[i] - expected[i]) / Math.max(1, Math.abs(expected[i])));
        }
        assertThat(worst).as("largest difference, " + what).isLessThan(TOLERANCE);
    }
}
