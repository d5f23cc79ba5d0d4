package io.jointae.model;

import io.jointae.stack.Architecture;
import io.jointae.stack.Loss;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Builds a {@link StackConf}. DL4J's generic {@code build} cannot be overridden without an unchecked warning. */
@SuppressWarnings("unchecked")
final class StackConfBuilder extends BaseOutputLayer.Builder<StackConfBuilder> {
    private final Architecture architecture;
    private final LayerUpdaters updaters;
    private final long seed;

    StackConfBuilder(Architecture architecture, LayerUpdaters updaters, long seed) {
        this.architecture = architecture;
        this.updaters = updaters;
        this.seed = seed;
        nIn(architecture.inputs());
        nOut(architecture.inputs());
        // DL4J prints these values. The computation uses the fields of the stack.
        boolean crossEntropy = architecture.loss() == Loss.CROSS_ENTROPY;
        lossFunction(crossEntropy ? LossFunction.XENT : LossFunction.L2);
        activation(
                crossEntropy
                        ? org.nd4j.linalg.activations.Activation.SIGMOID
                        : org.nd4j.linalg.activations.Activation.IDENTITY);
    }

    @Override
    public StackConf build() {
        return new StackConf(this);
    }

    Architecture architecture() {
        return architecture;
    }

    LayerUpdaters updaters() {
        return updaters;
    }

    long seed() {
        return seed;
    }
}
