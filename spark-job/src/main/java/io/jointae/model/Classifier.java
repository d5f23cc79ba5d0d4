package io.jointae.model;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network that was fine-tuned with labels: the encoder of a stack, and a softmax layer on top. It is stored in DL4J's
 * format, and read as data like {@code network.zip}.
 *
 * @param layers the layers from the input up; the last one gives the logits of the classes
 * @param parameters for each layer {@code W [inputs, outputs]} in Fortran order, then {@code b [outputs]}; the array
 *     belongs to this value and must not be changed
 */
public record Classifier(List<DenseLayer> layers, float[] parameters) {

    /**
     * A layer {@code f(x W + b)}.
     *
     * @param inputs number of values of {@code x}
     * @param outputs number of values of the result
     * @param activation the function {@code f}; the identity for the logits
     */
    public record DenseLayer(int inputs, int outputs, Activation activation) {

        /** Returns the number of weights and biases. */
        public long size() {
            return (inputs + 1L) * outputs;
        }
    }

    /** Copies the list. */
    public Classifier {
        layers = List.copyOf(layers);
    }

    /**
     * Reads a file that fine-tuning wrote.
     *
     * @param file any Hadoop path
     * @throws InvalidInputException if there is no such file, if it is damaged, or if it holds another network
     */
    public static Classifier read(Configuration conf, String file) throws IOException {
        Path path = new Path(file);
        FileSystem fileSystem = path.getFileSystem(conf);
        if (!fileSystem.exists(path) || fileSystem.getFileStatus(path).isDirectory()) {
            throw InvalidInputException.ofField(
                    "classifier", "%s is not a file: choose a network that fine-tuning wrote.", file);
        }
        return NetworkZip.read(fileSystem, path, zip -> {
            List<DenseLayer> layers = zip.configuration(ClassifierJson.class).layers(zip.origin());
            long size = layers.stream().mapToLong(DenseLayer::size).sum();
            if (size > Integer.MAX_VALUE) {
                throw InvalidInputException.of(
                        "%s describes %d parameters, more than an array can hold: use a network that jointae wrote.",
                        zip.origin(), size);
            }
            return new Classifier(layers, zip.parameters((int) size));
        });
    }

    /** Returns the number of classes. */
    public int classes() {
        return layers.get(layers.size() - 1).outputs();
    }

    /** Returns a stack whose top code is the logits of the classes. Its decoder has no meaning. */
    public StackModel logits() {
        List<LayerSpec> specs = layers.stream()
                .map(layer -> LayerSpec.plain(layer.outputs()).withActivation(layer.activation()))
                .toList();
        Architecture stack =
                new Architecture(layers.get(0).inputs(), specs, true, Loss.SQUARED_ERROR, Activation.IDENTITY);
        ParameterLayout layout = new ParameterLayout(stack);
        float[] all = new float[layout.size()];
        int position = 0;
        for (int i = 0; i < layers.size(); i++) {
            // W and b of a stack's layer are contiguous and in the same order as in DL4J.
            int length = (int) layers.get(i).size();
            System.arraycopy(parameters, position, all, (int) layout.part(i).w(), length);
            position += length;
        }
        return new StackModel(stack, all);
    }

    /** Returns a network of DL4J's own layers that only classifies. */
    public MultiLayerNetwork network() {
        return network(new NoOp());
    }

    /**
     * Returns a network of DL4J's own layers that can be trained.
     *
     * @param updater update rule of all layers
     */
    public MultiLayerNetwork network(IUpdater updater) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(updater)
                .weightInit(WeightInit.ZERO)
                .list();
        int top = layers.size() - 1;
        for (DenseLayer layer : layers.subList(0, top)) {
            builder.layer(new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                    .nIn(layer.inputs())
                    .nOut(layer.outputs())
                    .activation(dl4j(layer.activation()))
                    .build());
        }
        builder.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(layers.get(top).inputs())
                .nOut(classes())
                .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init(Nd4j.createFromArray(parameters).reshape(1, parameters.length), true);
        return network;
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
