package io.jointae.evaluate.finetune;

import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A multi-layer perceptron over the encoder of a stack: its hidden layers are the stack's, a softmax is on top.
 * Parameters in DL4J's order, per layer {@code W [in, out]} in Fortran order and {@code b [out]}.
 *
 * @param encoder whose widths and activations the hidden layers have
 * @param classes of the softmax, at least 2
 * @param parameters flat; callers leave them as they are
 */
public record Perceptron(Architecture encoder, int classes, float[] parameters) implements Serializable {

    public Perceptron {
        int size = size(encoder, classes);
        if (parameters.length != size) {
            throw new IllegalArgumentException("parameters: " + parameters.length + " values, not " + size);
        }
    }

    /**
     * Before fine-tuning: the stack's encoder, and a softmax of zeros, which knows no class better and sends no
     * gradient into the encoder before it has learnt something itself.
     */
    public static Perceptron over(StackModel stack, int classes) {
        Architecture encoder = stack.architecture();
        float[] parameters = new float[size(encoder, classes)];
        ParameterLayout layout = new ParameterLayout(encoder);
        int at = 0;
        for (int i = 0; i < encoder.depth(); i++) {
            ParameterLayout.Part part = layout.part(i);
            // The stack's W and b lie one behind the other, in the order that DL4J has too.
            int length = (int) (part.b() + part.out() - part.w());
            System.arraycopy(stack.parameters(), (int) part.w(), parameters, at, length);
            at += length;
        }
        return new Perceptron(encoder, classes, parameters);
    }

    /** As a network of DL4J's own layers, to classify with. */
    public MultiLayerNetwork network() {
        return network(new NoOp());
    }

    /** As a network of DL4J's own layers, to train further. */
    public MultiLayerNetwork network(IUpdater updater) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(updater)
                .weightInit(WeightInit.ZERO)
                .list();
        for (int i = 0; i < encoder.depth(); i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(encoder.width(i))
                    .nOut(encoder.width(i + 1))
                    .activation(dl4j(encoder.layer(i).activation()))
                    .build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(encoder.width(encoder.depth()))
                .nOut(classes)
                .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init(Nd4j.createFromArray(parameters).reshape(1, parameters.length), true);
        return network;
    }

    /** The same with other parameters. */
    Perceptron with(float[] other) {
        return new Perceptron(encoder, classes, other);
    }

    private static int size(Architecture encoder, int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException(classes + " classes: a softmax needs at least 2");
        }
        long size = 0;
        for (int i = 0; i <= encoder.depth(); i++) {
            long out = i == encoder.depth() ? classes : encoder.width(i + 1);
            size += (encoder.width(i) + 1L) * out;
        }
        return Math.toIntExact(size);
    }

    private static org.nd4j.linalg.activations.Activation dl4j(Activation activation) {
        return switch (activation) {
            case LOGISTIC -> org.nd4j.linalg.activations.Activation.SIGMOID;
            case TANH -> org.nd4j.linalg.activations.Activation.TANH;
            case RELU -> org.nd4j.linalg.activations.Activation.RELU;
            case ELU -> org.nd4j.linalg.activations.Activation.ELU;
            case SOFTPLUS -> org.nd4j.linalg.activations.Activation.SOFTPLUS;
            case SOFTSIGN -> org.nd4j.linalg.activations.Activation.SOFTSIGN;
            case IDENTITY -> org.nd4j.linalg.activations.Activation.IDENTITY;
        };
    }
}
