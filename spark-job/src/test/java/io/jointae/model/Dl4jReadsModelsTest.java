package io.jointae.model;

import static io.jointae.model.StoredModels.CONF;
import static io.jointae.model.StoredModels.INPUTS;
import static io.jointae.model.StoredModels.assertClose;
import static io.jointae.model.StoredModels.directory;
import static io.jointae.model.StoredModels.reconstruction;
import static io.jointae.model.StoredModels.rows;
import static io.jointae.model.StoredModels.stack;
import static io.jointae.model.StoredModels.write;
import static io.jointae.stack.Updater.Kind.RMSPROP;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.Architecture;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J opens the network of a model, computes the same output, and trains on with the same learning rates. */
class Dl4jReadsModelsTest {

    @TempDir
    Path folder;

    @Test
    void dl4jOpensTheNetworkAndItsOutputIsTheStacksReconstruction() throws IOException {
        for (boolean tied : new boolean[] {true, false}) {
            Architecture paper = stack().architecture();
            StackModel model = stack(new Architecture(INPUTS, paper.layers(), tied, paper.loss(), paper.output()));
            String dir = write(folder, model, "tied-" + tied);
            MultiLayerNetwork network =
                    MultiLayerNetwork.load(Path.of(dir, ModelDirectory.NETWORK).toFile(), false);
            INDArray rows = rows(7);
            assertClose(network.output(rows).dup('c').data().asFloat(), reconstruction(model, rows), "tied " + tied);
        }
    }

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
        Path golden = Path.of(Dl4jReadsModelsTest.class
                .getResource("model-with-learning-rates")
                .toURI());
        LayerUpdaters expected = new LayerUpdaters(Updater.RMSPROP, List.of(0.0, 0.01));

        assertThat(ModelDirectory.read(CONF, golden.toString()).updaters()).isEqualTo(expected);
        MultiLayerNetwork network =
                MultiLayerNetwork.load(golden.resolve(ModelDirectory.NETWORK).toFile(), false);
        assertThat(updaters(network)).isEqualTo(expected);
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
}
