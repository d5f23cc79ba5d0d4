package io.jointae.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jointae.base.InvalidInputException;
import io.jointae.stack.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fields of DL4J's {@code configuration.json} that describe a fine-tuned classifier, as plain values. Names of classes
 * in the file are compared with the expected names and not used otherwise. Unknown fields are ignored.
 *
 * @param confs DL4J's layers
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ClassifierJson(List<LayerEntry> confs) {

    private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";
    private static final String ACTIVATIONS = "org.nd4j.linalg.activations.impl.Activation";
    private static final String SOFTMAX = "Softmax";

    private static final Map<String, Activation> KNOWN = Map.of(
            "Sigmoid", Activation.LOGISTIC,
            "TanH", Activation.TANH,
            "ReLU", Activation.RELU,
            "ELU", Activation.ELU,
            "SoftPlus", Activation.SOFTPLUS,
            "SoftSign", Activation.SOFTSIGN,
            "Identity", Activation.IDENTITY);

    /**
     * One of DL4J's layers.
     *
     * @param layer the fields of the layer's configuration
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record LayerEntry(DenseEntry layer) {}

    /**
     * The fields of a dense layer, null where a damaged file lacks them.
     *
     * @param type the name of DL4J's class
     * @param inputs number of inputs
     * @param outputs number of outputs
     * @param activation the activation function
     * @param hasBias whether the layer has biases; null stands for true
     * @param hasLayerNorm whether the layer normalizes its result; null stands for false
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DenseEntry(
            @JsonProperty("@class") String type,
            @JsonProperty("nin") Integer inputs,
            @JsonProperty("nout") Integer outputs,
            @JsonProperty("activationFn") ActivationEntry activation,
            Boolean hasBias,
            Boolean hasLayerNorm) {}

    /**
     * An activation function.
     *
     * @param type the name of ND4J's class
     * @param alpha the slope of ELU below zero; null or 1 in a network of jointae
     * @param negativeSlope the slope of ReLU below zero; null or 0 in a network of jointae
     * @param threshold the threshold of ReLU; null or 0 in a network of jointae
     * @param max the largest value of ReLU; null in a network of jointae
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ActivationEntry(
            @JsonProperty("@class") String type, Double alpha, Double negativeSlope, Double threshold, Double max) {

        /** Returns the name of the function after ND4J's common prefix, or an empty string for another function. */
        String name() {
            boolean plain = (alpha == null || alpha == 1)
                    && (negativeSlope == null || negativeSlope == 0)
                    && (threshold == null || threshold == 0)
                    && (max == null || max == 0);
            return plain && type != null && type.startsWith(ACTIVATIONS) ? type.substring(ACTIVATIONS.length()) : "";
        }
    }

    /**
     * Returns the layers.
     *
     * @param origin the file, for messages
     * @throws InvalidInputException if the network is not a chain of dense layers with a softmax layer on top
     */
    List<Classifier.DenseLayer> layers(String origin) {
        if (confs == null || confs.isEmpty()) {
            throw notAClassifier(origin);
        }
        List<Classifier.DenseLayer> layers = new ArrayList<>();
        for (int i = 0; i < confs.size(); i++) {
            boolean top = i == confs.size() - 1;
            Classifier.DenseLayer layer = layer(confs.get(i), top, origin);
            if (i > 0 && layer.inputs() != layers.get(i - 1).outputs()) {
                throw notAClassifier(origin);
            }
            layers.add(layer);
        }
        return layers;
    }

    private static Classifier.DenseLayer layer(LayerEntry entry, boolean top, String origin) {
        DenseEntry dense = entry == null ? null : entry.layer();
        if (dense == null
                || !(LAYERS + (top ? "OutputLayer" : "DenseLayer")).equals(dense.type())
                || dense.inputs() == null
                || dense.outputs() == null
                || dense.inputs() < 1
                || dense.outputs() < 1
                || dense.activation() == null
                || Boolean.FALSE.equals(dense.hasBias())
                || Boolean.TRUE.equals(dense.hasLayerNorm())) {
            throw notAClassifier(origin);
        }
        String function = dense.activation().name();
        Activation activation = top ? Activation.IDENTITY : KNOWN.get(function);
        if (activation == null || top && !function.equals(SOFTMAX)) {
            throw notAClassifier(origin);
        }
        return new Classifier.DenseLayer(dense.inputs(), dense.outputs(), activation);
    }

    private static InvalidInputException notAClassifier(String origin) {
        return InvalidInputException.of(
                "%s is not a classifier that jointae fine-tuned: choose a file that the command finetune wrote.",
                origin);
    }
}
