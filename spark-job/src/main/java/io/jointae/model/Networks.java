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

/** Stacks as DL4J networks and back. */
public final class Networks {

    private Networks() {}

    /**
     * A network of one layer, the whole stack.
     *
     * @param learningRate of a {@code fit} by DL4J itself
     */
    public static MultiLayerNetwork toNetwork(StackModel model, Updater updater, double learningRate, long seed) {
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .updater(dl4j(updater, learningRate))
                // The layer's gradient is a mean already.
                .miniBatch(false)
                .list(StackConf.of(model.architecture(), seed))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(conf);
        network.init(Nd4j.createFromArray(model.parameters()).reshape(1, model.parameters().length), true);
        return network;
    }

    /** @throws InvalidInputException if the network is not a stack of ours */
    public static StackModel fromNetwork(MultiLayerNetwork network, String origin) {
        List<NeuralNetConfiguration> layers =
                network.getLayerWiseConfigurations().getConfs();
        if (layers.size() != 1 || !(layers.get(0).getLayer() instanceof StackConf stack)) {
            throw InvalidInputException.of(
                    "%s: a DL4J network, but not a stack of auto-encoders written by jointae", origin);
        }
        return new StackModel(stack.architecture(), network.params().toFloatVector());
    }

    private static IUpdater dl4j(Updater updater, double learningRate) {
        return switch (updater.kind()) {
            case RMSPROP -> new RmsProp(learningRate, updater.decay(), updater.epsilon());
            case SGD -> new Sgd(learningRate);
        };
    }
}
