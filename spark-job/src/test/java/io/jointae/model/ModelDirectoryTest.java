package io.jointae.model;

import static io.jointae.stack.Updater.Kind.RMSPROP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.ForwardPass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Models on disk: DL4J opens them, files of earlier versions still load, and damaged or foreign files are refused. */
class ModelDirectoryTest {

    private static final int INPUTS = 6;
    private static final Configuration CONF = new Configuration();

    @TempDir
    Path folder;

    private static StackModel stack(Architecture architecture) {
        SplittableRandom random = new SplittableRandom(9);
        float[] parameters = new float[new ParameterLayout(architecture).size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (random.nextDouble() - 0.5);
        }
        return new StackModel(architecture, parameters);
    }

    private static StackModel stack() {
        return stack(Architecture.paper(
                INPUTS, List.of(LayerSpec.plain(5), LayerSpec.plain(4).withCorruption(Corruption.gaussian(0.5)))));
    }

    private static ModelDirectory directory(StackModel model, int format) {
        return directory(model, LayerUpdaters.uniform(Updater.RMSPROP, 0.02, 2), format);
    }

    private static ModelDirectory directory(StackModel model, LayerUpdaters updaters, int format) {
        ModelCard card = new ModelCard(
                format,
                new ModelCard.Identity("DAE-2J", "J", "dae"),
                new ModelCard.Data("bars", "/data/bars", "0123", 10),
                new TreeMap<>(Map.of("scheme", "J", "noise", "0.5")),
                7,
                new ModelCard.Run(new TreeMap<>(Map.of("java", "17")), "2026-01-01T00:00:00Z", 1.5),
                new ModelCard.Result(
                        ModelDirectory.hash(model.parameters()),
                        List.of(new EpochRecord(
                                0,
                                1,
                                3.5,
                                new EpochRecord.Reconstruction(3.25, null),
                                new EpochRecord.Reconstruction(4.25, null),
                                1000))));
        return new ModelDirectory(model, updaters, card);
    }

    private static INDArray rows(int n) {
        SplittableRandom random = new SplittableRandom(8);
        float[] rows = new float[n * INPUTS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextDouble();
        }
        return Nd4j.create(rows, new long[] {n, INPUTS}, 'c');
    }

    private static float[] reconstruction(StackModel model, INDArray rows) {
        int n = (int) rows.size(0);
        float[] out = new float[n * INPUTS];
        new ForwardPass(model, n)
                .reconstruct(
                        rows.dup('c').data().asFloat(), n, model.architecture().depth(), out);
        return out;
    }

    private static void assertClose(float[] actual, float[] expected, String description) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("%s, value %d", description, i).isCloseTo(expected[i], within(1e-5f));
        }
    }

    private String write(StackModel model, String name) throws IOException {
        String dir = folder.resolve(name).toString();
        directory(model, ModelCard.FORMAT).write(CONF, dir, false);
        return dir;
    }

    @Test
    void dl4jOpensTheNetworkAndItsOutputIsTheStacksReconstruction() throws IOException {
        for (boolean tied : new boolean[] {true, false}) {
            Architecture paper = stack().architecture();
            StackModel model = stack(new Architecture(INPUTS, paper.layers(), tied, paper.loss(), paper.output()));
            String dir = write(model, "tied-" + tied);
            MultiLayerNetwork network =
                    MultiLayerNetwork.load(Path.of(dir, ModelDirectory.NETWORK).toFile(), false);
            INDArray rows = rows(7);
            assertClose(network.output(rows).dup('c').data().asFloat(), reconstruction(model, rows), "tied " + tied);
        }
    }

    @Test
    void everyActivationLossAndCorruptionSurvivesWritingAndReading() throws IOException {
        for (Activation activation : Activation.values()) {
            for (Loss loss : Loss.values()) {
                for (Corruption.Kind kind : Corruption.Kind.values()) {
                    for (boolean tied : new boolean[] {true, false}) {
                        Architecture architecture = new Architecture(
                                INPUTS,
                                List.of(
                                        new LayerSpec(5, activation, new Corruption(kind, 0.25), 0.125, 0.5, 0.75),
                                        LayerSpec.plain(3)),
                                tied,
                                loss,
                                loss == Loss.CROSS_ENTROPY ? Activation.LOGISTIC : activation);
                        StackModel model = stack(architecture);
                        String name = activation + "-" + loss + "-" + kind + "-" + tied;
                        ModelDirectory read = ModelDirectory.read(CONF, write(model, name));
                        assertThat(read.model().architecture()).isEqualTo(architecture);
                        assertThat(read.model().parameters()).isEqualTo(model.parameters());
                        assertThat(read.card())
                                .isEqualTo(directory(model, ModelCard.FORMAT).card());
                    }
                }
            }
        }
    }

    /** The first version wrote the file; every later version must read it. */
    @Test
    void aModelOfTheFirstVersionStillLoads() throws IOException, URISyntaxException {
        Path golden =
                Path.of(ModelDirectoryTest.class.getResource("model-format-1").toURI());
        ModelDirectory read = ModelDirectory.read(CONF, golden.toString());
        Architecture architecture = read.model().architecture();
        assertThat(read.card().format()).isEqualTo(1);
        assertThat(read.card().options()).containsEntry("scheme", "UJ").containsEntry("kind", "dae,cae");
        assertThat(read.card().history()).hasSize(6);
        assertThat(read.card().history().get(5))
                .isEqualTo(new EpochRecord(
                        2,
                        2,
                        22.304649910356964,
                        new EpochRecord.Reconstruction(18.880469747700182, 18.652797987286384),
                        EpochRecord.Reconstruction.NONE,
                        7123.373021601866));
        assertThat(architecture.inputs()).isEqualTo(INPUTS);
        assertThat(architecture.layer(0).units()).isEqualTo(5);
        assertThat(architecture.layer(0).corruption()).isEqualTo(new Corruption(Corruption.Kind.MASKING, 0.25));
        assertThat(architecture.layer(1).contraction()).isEqualTo(0.1);
        assertThat(architecture.layer(1).activation()).isEqualTo(Activation.TANH);
        assertThat(architecture.tied()).isFalse();
        assertThat(architecture.loss()).isEqualTo(Loss.SQUARED_ERROR);
        assertThat(read.updaters()).isEqualTo(LayerUpdaters.uniform(new Updater(RMSPROP, 0.9, 1e-6), 1e-3, 2));
        INDArray row = Nd4j.create(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, new long[] {1, INPUTS}, 'c');
        assertClose(reconstruction(read.model(), row), GOLDEN, "reconstruction");
        MultiLayerNetwork network =
                MultiLayerNetwork.load(golden.resolve(ModelDirectory.NETWORK).toFile(), false);
        assertClose(network.output(row).dup('c').data().asFloat(), GOLDEN, "DL4J's output");
    }

    private static final float[] GOLDEN = {-0.4986365f, 0.18803148f, -2.4587498f, -1.2569726f, 2.574605f, -0.1622484f};

    @Test
    void dl4jReadsTheUpdaterAndEachLayersLearningRate() throws IOException {
        LayerUpdaters layerwise = new LayerUpdaters(new Updater(RMSPROP, 0.8, 1e-5), List.of(0.0, 0.05));
        String dir = folder.resolve("layerwise").toString();
        directory(stack(), layerwise, ModelCard.FORMAT).write(CONF, dir, false);

        MultiLayerNetwork network =
                MultiLayerNetwork.load(Path.of(dir, ModelDirectory.NETWORK).toFile(), false);

        for (String key : List.of("W0", "b0", "c0")) {
            assertThat(rmsProp(network, key).getLearningRate(0, 0)).as(key).isZero();
        }
        for (String key : List.of("W1", "b1", "c1")) {
            assertThat(rmsProp(network, key).getLearningRate(0, 0)).as(key).isEqualTo(0.05);
        }
        assertThat(rmsProp(network, "W0").getRmsDecay()).isEqualTo(0.8);
        assertThat(rmsProp(network, "W0").getEpsilon()).isEqualTo(1e-5);
        assertThat(ModelDirectory.read(CONF, dir).updaters()).isEqualTo(layerwise);
    }

    @Test
    void fitInDl4jMovesTheLayersWithALearningRateAndNoOthers() {
        StackModel model = stack();
        LayerUpdaters updaters = new LayerUpdaters(Updater.RMSPROP, List.of(0.0, 0.05));
        MultiLayerNetwork network = Networks.toNetwork(model, updaters, 7);

        network.fit(rows(7), rows(7));

        ParameterLayout layout = new ParameterLayout(model.architecture());
        float[] fitted = network.params().toFloatVector();
        assertThat(Arrays.copyOfRange(fitted, 0, layout.end(0)))
                .isEqualTo(Arrays.copyOfRange(model.parameters(), 0, layout.end(0)));
        for (int i = layout.start(1); i < layout.end(1); i++) {
            assertThat(fitted[i]).as("parameter %d", i).isNotEqualTo(model.parameters()[i]);
        }
    }

    @Test
    void dl4jsOwnLearningRateScalesTheRatesOfAllLayers() {
        MultiLayerNetwork network = Networks.toNetwork(stack(), new LayerUpdaters(Updater.SGD, List.of(0.1, 0.4)), 7);

        network.setLearningRate(0.8);

        assertThat(updaters(network)).isEqualTo(new LayerUpdaters(Updater.SGD, List.of(0.2, 0.8)));
    }

    /** The first version with learning rates wrote the file; every later version must read it. */
    @Test
    void aModelWithOneLearningRatePerLayerStillLoads() throws IOException, URISyntaxException {
        Path golden = Path.of(ModelDirectoryTest.class
                .getResource("model-with-learning-rates")
                .toURI());
        LayerUpdaters expected = new LayerUpdaters(Updater.RMSPROP, List.of(0.0, 0.01));

        assertThat(ModelDirectory.read(CONF, golden.toString()).updaters()).isEqualTo(expected);
        MultiLayerNetwork network =
                MultiLayerNetwork.load(golden.resolve(ModelDirectory.NETWORK).toFile(), false);
        assertThat(updaters(network)).isEqualTo(expected);
    }

    @Test
    void learningRatesMustBeFiniteAndNotNegative() {
        for (double rate : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> LayerUpdaters.uniform(Updater.SGD, rate, 1))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("learningRates contains " + rate);
        }
        assertThatThrownBy(() -> new LayerUpdaters(Updater.SGD, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("learningRates is empty");
    }

    @Test
    void aCardWithoutARequiredFieldIsRefusedByName() throws IOException {
        String dir = write(stack(), "incomplete");
        Path card = Path.of(dir, ModelDirectory.CARD);
        String json = Files.readString(card);
        Files.delete(Path.of(dir, "." + ModelDirectory.CARD + ".crc"));
        Files.writeString(card, json.replaceFirst("\"seed\" : 7,", ""));
        assertThatThrownBy(() -> ModelDirectory.read(CONF, dir))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(ModelDirectory.CARD)
                .hasMessageContaining("\"seed\" is missing");
    }

    /** Returns the updater and the learning rate of each layer, as DL4J's own {@code fit} applies them. */
    private static LayerUpdaters updaters(MultiLayerNetwork network) {
        StackConf stack = (StackConf) network.getLayer(0).getConfig();
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < stack.architecture().depth(); i++) {
            rates.add(stack.getUpdaterByParam("W" + i).getLearningRate(0, 0));
        }
        if (stack.getIUpdater() instanceof RmsProp rmsProp) {
            return new LayerUpdaters(new Updater(RMSPROP, rmsProp.getRmsDecay(), rmsProp.getEpsilon()), rates);
        }
        assertThat(stack.getIUpdater()).isInstanceOf(Sgd.class);
        return new LayerUpdaters(Updater.SGD, rates);
    }

    private static RmsProp rmsProp(MultiLayerNetwork network, String parameter) {
        return (RmsProp) network.getLayer(0).getConfig().getUpdaterByParam(parameter);
    }

    @Test
    void aForeignClassIsRefusedHoweverItIsWritten() throws IOException {
        String foreign = "javax.script.ScriptEngineManager";
        List<UnaryOperator<String>> disguises = List.of(
                json -> json.replace("io.jointae.model.StackConf", foreign),
                json -> json.replace(
                        "\"@class\" : \"io.jointae.model.StackConf\"", "\"\\u0040class\" : \"" + foreign + "\""),
                json -> json.replace(
                        "\"@class\" : \"io.jointae.model.StackConf\"",
                        "\"@class\" : \"javax\\u002escript.ScriptEngineManager\""),
                json -> json.replaceFirst("\\{", "{" + " ".repeat(1 << 20))
                        .replace("io.jointae.model.StackConf", foreign),
                json -> json.replaceFirst("\\{", "{ \"extra\" : [ \"" + foreign + "\", { } ],"));
        for (int i = 0; i < disguises.size(); i++) {
            String dir = write(stack(), "foreign-" + i);
            change(Path.of(dir, ModelDirectory.NETWORK), disguises.get(i));
            int which = i;
            assertThatThrownBy(() -> ModelDirectory.read(CONF, dir))
                    .as("disguise %d", which)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("network.zip")
                    .hasMessageMatching("(?s).*(names the class|larger than).*");
        }
    }

    @Test
    void aNewerFormatIsRefusedWithTheRemedy() throws IOException {
        String dir = folder.resolve("newer").toString();
        directory(stack(), ModelCard.FORMAT + 1).write(CONF, dir, false);
        assertThatThrownBy(() -> ModelDirectory.read(CONF, dir))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("use a newer jointae");
    }

    @Test
    void filesOfTwoDifferentModelsAreRefused() throws IOException {
        String one = write(stack(), "one");
        StackModel other = stack();
        float[] parameters = other.parameters().clone();
        parameters[3] += 1;
        String two = write(new StackModel(other.architecture(), parameters), "two");
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        Files.copy(Path.of(one, ModelDirectory.NETWORK), mixed.resolve(ModelDirectory.NETWORK));
        Files.copy(Path.of(two, ModelDirectory.CARD), mixed.resolve(ModelDirectory.CARD));
        assertThatThrownBy(() -> ModelDirectory.read(CONF, mixed.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("do not belong together");
    }

    @Test
    void missingAndDamagedFilesAreRefused() throws IOException {
        assertThatThrownBy(() ->
                        ModelDirectory.read(CONF, folder.resolve("nowhere").toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not a model");
        String cut = write(stack(), "cut");
        Path network = Path.of(cut, ModelDirectory.NETWORK);
        byte[] whole = Files.readAllBytes(network);
        Files.delete(Path.of(cut, "." + ModelDirectory.NETWORK + ".crc"));
        Files.write(network, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> ModelDirectory.read(CONF, cut)).isInstanceOf(InvalidInputException.class);
        Files.write(network, "no zip at all".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ModelDirectory.read(CONF, cut)).isInstanceOf(InvalidInputException.class);
    }

    private static void change(Path zip, UnaryOperator<String> configuration) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        String before = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
        String after = configuration.apply(before);
        assertThat(after).isNotEqualTo(before);
        entries.put("configuration.json", after.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        Files.deleteIfExists(zip.resolveSibling("." + zip.getFileName() + ".crc"));
        try (OutputStream out = Files.newOutputStream(zip)) {
            bytes.writeTo(out);
        }
    }
}
