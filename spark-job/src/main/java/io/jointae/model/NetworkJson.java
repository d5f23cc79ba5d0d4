package io.jointae.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of DL4J's {@code configuration.json} that describe a stack, as plain values. Names of classes in the file
 * are compared with the expected names and not used otherwise. Unknown fields are ignored.
 *
 * @param confs DL4J's layers; a stack is one of them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NetworkJson(List<LayerEntry> confs) {

    private static final String STACK = "io.jointae.model.StackConf";
    private static final String UPDATERS = "org.nd4j.linalg.learning.config.";

    /**
     * One of DL4J's layers.
     *
     * @param layer the fields of the layer's configuration
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record LayerEntry(StackEntry layer) {}

    /** The fields of a {@link StackConf}, which describes them. A field is null if a damaged file lacks it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    static final class StackEntry {

        @JsonProperty("@class")
        String type;

        @JsonProperty("nin")
        Integer inputs;

        @JsonProperty("nout")
        Integer outputs;

        @JsonProperty
        List<Integer> units;

        @JsonProperty
        List<Activation> activations;

        @JsonProperty
        List<Corruption.Kind> corruptions;

        @JsonProperty
        List<Double> noise;

        @JsonProperty
        List<Double> contraction;

        @JsonProperty
        List<Double> l1Weights;

        @JsonProperty
        List<Double> l2Weights;

        @JsonProperty
        Boolean tied;

        @JsonProperty
        Loss cost;

        @JsonProperty
        Activation outputActivation;

        @JsonProperty
        List<Double> learningRateScales;

        @JsonProperty("iupdater")
        UpdaterEntry updater;
    }

    /** DL4J's updater. SGD has no decay and no epsilon. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record UpdaterEntry(
            @JsonProperty("@class") String type,
            Double learningRate,
            @JsonProperty("rmsDecay") Double decay,
            Double epsilon) {}

    /**
     * Returns the architecture.
     *
     * @param origin the file, for messages
     * @throws InvalidInputException if the network is not one stack, or if a field is missing or has an invalid value
     */
    Architecture architecture(String origin) {
        StackEntry stack = stack(origin);
        int inputs = required("nin", stack.inputs, origin);
        if (inputs != required("nout", stack.outputs, origin)) {
            throw InvalidInputException.of(
                    "%s has %s and %s, but a stack has as many outputs as inputs: use a network that"
                            + " jointae wrote.",
                    origin, Count.of(inputs, "input"), Count.of(stack.outputs, "output"));
        }
        List<Integer> units = required("units", stack.units, origin);
        int depth = units.size();
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new LayerSpec(
                    element("units", units, i, depth, origin),
                    element("activations", stack.activations, i, depth, origin),
                    new Corruption(
                            element("corruptions", stack.corruptions, i, depth, origin),
                            element("noise", stack.noise, i, depth, origin)),
                    element("contraction", stack.contraction, i, depth, origin),
                    element("l1Weights", stack.l1Weights, i, depth, origin),
                    element("l2Weights", stack.l2Weights, i, depth, origin)));
        }
        return new Architecture(
                inputs,
                layers,
                required("tied", stack.tied, origin),
                required("cost", stack.cost, origin),
                required("outputActivation", stack.outputActivation, origin));
    }

    /**
     * Returns the updater and the learning rates. Files of the first version always state RMSProp with a learning rate
     * of 0.001, whatever trained the model.
     *
     * @param origin the file, for messages
     * @throws InvalidInputException if the updater is unknown, or if a field is missing or has an invalid value
     */
    LayerUpdaters updaters(String origin) {
        StackEntry stack = stack(origin);
        UpdaterEntry updater = required("iupdater", stack.updater, origin);
        double rate = required("learningRate", updater.learningRate(), origin);
        int depth = required("units", stack.units, origin).size();
        if (stack.learningRateScales == null) {
            return LayerUpdaters.uniform(rule(updater, origin), rate, depth);
        }
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            double scale = element("learningRateScales", stack.learningRateScales, i, depth, origin);
            rates.add(scale == 1 ? rate : scale * rate);
        }
        return new LayerUpdaters(rule(updater, origin), rates);
    }

    private StackEntry stack(String origin) {
        boolean stack = confs != null
                && confs.size() == 1
                && confs.get(0) != null
                && confs.get(0).layer() != null
                && STACK.equals(confs.get(0).layer().type);
        if (!stack) {
            throw InvalidInputException.of(
                    "%s is a DL4J network, but not a stack of auto-encoders: choose a network that jointae wrote.",
                    origin);
        }
        return confs.get(0).layer();
    }

    private static Updater rule(UpdaterEntry updater, String origin) {
        if ((UPDATERS + "RmsProp").equals(updater.type())) {
            return new Updater(
                    Updater.Kind.RMSPROP,
                    required("rmsDecay", updater.decay(), origin),
                    required("epsilon", updater.epsilon(), origin));
        }
        if ((UPDATERS + "Sgd").equals(updater.type())) {
            return Updater.SGD;
        }
        throw InvalidInputException.of(
                "%s has the updater %s: jointae reads networks that were trained by RMSProp or SGD.",
                origin, updater.type());
    }

    private static <T> T element(String field, List<T> values, int i, int depth, String origin) {
        if (required(field, values, origin).size() != depth) {
            throw InvalidInputException.of(
                    "%s has %s in the field \"%s\" for %s: restore the file from a copy.",
                    origin, Count.of(values.size(), "value"), field, Count.of(depth, "layer"));
        }
        return required(field, values.get(i), origin);
    }

    private static <T> T required(String field, T value, String origin) {
        if (value == null) {
            throw InvalidInputException.of(
                    "%s lacks a value of the field \"%s\": restore the file from a copy.", origin, field);
        }
        return value;
    }
}
