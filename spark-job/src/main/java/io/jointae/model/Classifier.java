package io.jointae.model;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Activation;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

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
}
