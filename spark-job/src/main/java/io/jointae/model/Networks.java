package io.jointae.model;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Conversion between stacks and DL4J networks. */
public final class Networks {

    private Networks() {}

    /**
     * Returns a DL4J network with one layer, which is the whole stack.
     *
     * @param updaters the updater and the learning rates with which DL4J's own {@code fit} trains the network
     * @param seed the seed of the corruption in DL4J's own {@code fit}
     */
    public static MultiLayerNetwork toNetwork(StackModel model, LayerUpdaters updaters, long seed) {
        int depth = model.architecture().depth();
        if (updaters.learningRates().size() != depth) {
            throw new IllegalArgumentException(
                    updaters.learningRates().size() + " learning rates do not fit a stack of " + depth + " layers");
        }
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .updater(dl4jUpdater(updaters))
                // The layer's gradient is already a mean over the batch.
                .miniBatch(false)
                .list(StackConf.of(model.architecture(), updaters, seed))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(conf);
        network.init(Nd4j.createFromArray(model.parameters()).reshape(1, model.parameters().length), true);
        return network;
    }

    /**
     * Returns the stack that a DL4J network holds.
     *
     * @param origin the file or run that the network came from, for error messages
     * @throws InvalidInputException if the network does not consist of one stack of auto-encoders
     */
    public static StackModel fromNetwork(MultiLayerNetwork network, String origin) {
        return new StackModel(
                stackConf(network, origin).architecture(), network.params().toFloatVector());
    }

    private static StackConf stackConf(MultiLayerNetwork network, String origin) {
        List<NeuralNetConfiguration> layers =
                network.getLayerWiseConfigurations().getConfs();
        if (layers.size() != 1 || !(layers.get(0).getLayer() instanceof StackConf stack)) {
            throw InvalidInputException.of(
                    "%s is a DL4J network, but not a stack of auto-encoders: choose a network that jointae wrote.",
                    origin);
        }
        return stack;
    }

    private static IUpdater dl4jUpdater(LayerUpdaters updaters) {
        Updater updater = updaters.updater();
        return switch (updater.kind()) {
            case RMSPROP -> new RmsProp(updaters.largestRate(), updater.decay(), updater.epsilon());
            case SGD -> new Sgd(updaters.largestRate());
        };
    }
}
