package io.jointae.evaluate.finetune;

import java.util.function.Consumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A perceptron of DL4J's own layers, which trains by DL4J's {@code fit}.
 *
 * @param network the network with its optimizer
 * @param release takes the network back
 */
record Dl4jNetwork(MultiLayerNetwork network, Consumer<MultiLayerNetwork> release) implements WorkerNetwork {

    /** Wraps a network that its caller keeps. */
    Dl4jNetwork(MultiLayerNetwork network) {
        this(network, kept -> {});
    }

    @Override
    public double fit(DataSet batch) {
        network.fit(batch);
        return network.score();
    }

    @Override
    public float[] outputs(INDArray features) {
        return network.output(features, false).dup('c').data().asFloat();
    }

    @Override
    public float[] parameters() {
        return network.params().dup().data().asFloat();
    }

    @Override
    public float[] optimizerState() {
        INDArray state = network.updaterState();
        return state == null ? new float[0] : state.dup().data().asFloat();
    }

    @Override
    public void close() {
        release.accept(network);
    }
}
