package io.jointae.evaluate.finetune;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.TaskArithmetic;
import io.jointae.model.Classifier;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.engine.Arithmetic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A multi-layer perceptron whose hidden layers are the encoder of a stack, with a softmax layer on top. The parameters
 * are in DL4J's order: for each layer {@code W [in, out]} in Fortran order, then {@code b [out]}.
 *
 * @param encoder architecture whose widths and activations the hidden layers have
 * @param classes number of outputs of the softmax, at least 2
 * @param parameters flat parameters; the array is not copied and must not be modified
 */
@DefaultSerializer(JavaSerializer.class)
public record Perceptron(Architecture encoder, int classes, float[] parameters) implements Serializable {

    /** Checks the number of parameters. */
    public Perceptron {
        int size = size(encoder, classes);
        if (parameters.length != size) {
            throw new IllegalArgumentException("A perceptron of this shape has " + size + " parameters, but "
                    + parameters.length + " were given.");
        }
    }

    /**
     * Returns the network before fine-tuning: the encoder of a stack and a softmax layer with zero weights. That layer
     * gives all classes the same probability and sends no gradient into the encoder until its own weights have changed.
     *
     * @param stack trained stack
     * @param classes number of classes, at least 2
     * @return the network
     */
    public static Perceptron over(StackModel stack, int classes) {
        Architecture encoder = stack.architecture();
        float[] parameters = new float[size(encoder, classes)];
        ParameterLayout layout = new ParameterLayout(encoder);
        int offset = 0;
        for (int i = 0; i < encoder.depth(); i++) {
            ParameterLayout.Part part = layout.part(i);
            // W and b of a stack's layer are contiguous and in the same order as in DL4J.
            int length = (int) (part.b() + part.out() - part.w());
            System.arraycopy(stack.parameters(), (int) part.w(), parameters, offset, length);
            offset += length;
        }
        return new Perceptron(encoder, classes, parameters);
    }

    /** Returns a network of DL4J's own layers that only classifies. */
    public MultiLayerNetwork network() {
        return classifier().network();
    }

    /** Returns the same network as it is stored. */
    public Classifier classifier() {
        List<Classifier.DenseLayer> layers = new ArrayList<>();
        for (int i = 0; i < encoder.depth(); i++) {
            layers.add(new Classifier.DenseLayer(
                    encoder.width(i), encoder.width(i + 1), encoder.layer(i).activation()));
        }
        layers.add(new Classifier.DenseLayer(encoder.width(encoder.depth()), classes, Activation.IDENTITY));
        return new Classifier(layers, parameters);
    }

    /**
     * Returns the ids of the misclassified rows of a task, in the order of the blocks.
     *
     * @param blocks labeled rows of the network's width
     * @param arithmetic library that computes the outputs
     */
    public long[] misclassified(Iterator<RowBlock> blocks, Arithmetic arithmetic) {
        EngineNetwork network =
                new EngineNetwork(TaskArithmetic.open(arithmetic), this, Updater.SGD, 0, Predictions.BATCH);
        return Predictions.misclassified(network, blocks, classes);
    }

    /** Returns a network of the same shape with other parameters. */
    Perceptron with(float[] other) {
        return new Perceptron(encoder, classes, other);
    }

    private static int size(Architecture encoder, int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("A softmax needs at least 2 classes, not " + classes + ".");
        }
        long size = 0;
        for (int i = 0; i <= encoder.depth(); i++) {
            long out = i == encoder.depth() ? classes : encoder.width(i + 1);
            size += (encoder.width(i) + 1L) * out;
        }
        return Math.toIntExact(size);
    }
}
