package io.jointae.export;

import io.jointae.feature.Scaling;
import io.jointae.model.Classifier;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A part of a model as a chain of dense steps, from which every format is written.
 *
 * @param part the part
 * @param input the name of the input of the first step
 * @param steps at least one step; each takes the result of the one before
 * @param outputs the results that a user of the network gets, by name, and the number of values of each
 * @param scaling how values of the data become inputs of the first step; reconstructions are turned back by it
 */
record ExportedNetwork(
        ExportPart part, String input, List<DenseStep> steps, Map<String, Integer> outputs, Scaling scaling) {

    static final String INPUT = "input";
    static final String CODE = "code";
    static final String RECONSTRUCTION = "reconstruction";
    static final String PROBABILITIES = "probabilities";
    static final String LOGITS = "logits";

    ExportedNetwork {
        steps = List.copyOf(steps);
        outputs = new LinkedHashMap<>(outputs);
    }

    /**
     * Returns the network from an input to a code.
     *
     * @param scaling how values of the data become inputs
     * @param layer the layer of the code, 1 for the lowest
     */
    static ExportedNetwork encoder(StackModel model, Scaling scaling, int layer) {
        return new ExportedNetwork(
                ExportPart.ENCODER,
                INPUT,
                encoderSteps(model, layer),
                Map.of(CODE, model.architecture().width(layer)),
                scaling);
    }

    /**
     * Returns the network from a code to a reconstruction of the input.
     *
     * @param scaling how values of the data become inputs
     * @param layer the layer of the code, 1 for the lowest
     */
    static ExportedNetwork decoder(StackModel model, Scaling scaling, int layer) {
        return new ExportedNetwork(
                ExportPart.DECODER,
                CODE,
                decoderSteps(model, layer),
                Map.of(RECONSTRUCTION, model.architecture().inputs()),
                scaling);
    }

    /**
     * Returns the network from an input to a code and to a reconstruction of the input.
     *
     * @param scaling how values of the data become inputs
     * @param layer the layer of the code, 1 for the lowest
     */
    static ExportedNetwork autoencoder(StackModel model, Scaling scaling, int layer) {
        List<DenseStep> steps = new ArrayList<>(encoderSteps(model, layer));
        steps.addAll(decoderSteps(model, layer));
        Map<String, Integer> outputs = new LinkedHashMap<>();
        outputs.put(CODE, model.architecture().width(layer));
        outputs.put(RECONSTRUCTION, model.architecture().inputs());
        return new ExportedNetwork(ExportPart.AUTOENCODER, INPUT, steps, outputs, scaling);
    }

    /** Returns the network from an input to the probabilities of the classes. */
    static ExportedNetwork classifier(Classifier classifier, Scaling scaling) {
        List<DenseStep> steps = new ArrayList<>();
        int position = 0;
        int last = classifier.layers().size() - 1;
        for (int i = 0; i <= last; i++) {
            Classifier.DenseLayer layer = classifier.layers().get(i);
            int weights = layer.inputs() * layer.outputs();
            int bias = position + weights;
            steps.add(new DenseStep(
                    i == last ? "classifier" : "encoder." + i,
                    layer.inputs(),
                    Arrays.copyOfRange(classifier.parameters(), position, bias),
                    Arrays.copyOfRange(classifier.parameters(), bias, bias + layer.outputs()),
                    layer.activation(),
                    i == last ? LOGITS : "h" + (i + 1)));
            position = bias + layer.outputs();
        }
        int classes = classifier.layers().get(last).outputs();
        return new ExportedNetwork(ExportPart.CLASSIFIER, INPUT, steps, Map.of(PROBABILITIES, classes), scaling);
    }

    /** Returns whether the result of the last step are logits, of which {@link #PROBABILITIES} is the softmax. */
    boolean softmax() {
        return part == ExportPart.CLASSIFIER;
    }

    /** Returns whether the input has values of the data, which a scaling turns into inputs of the first step. */
    boolean scalesInput() {
        return !scaling.isNone() && part != ExportPart.DECODER;
    }

    /** Returns whether the result of a step has to be turned back into values of the data. */
    boolean restores(DenseStep step) {
        return !scaling.isNone() && step.result().equals(RECONSTRUCTION);
    }

    /** Returns the number of values of the input. */
    int inputs() {
        return steps.get(0).inputs();
    }

    /** Returns the name of each step's activation function, by the name of the step. */
    Map<String, String> activations() {
        Map<String, String> names = new LinkedHashMap<>();
        steps.forEach(step -> names.put(step.name(), step.activation().name().toLowerCase(Locale.ROOT)));
        if (softmax()) {
            names.put(steps.get(steps.size() - 1).name(), "softmax");
        }
        return names;
    }

    /** Returns the number of bytes of all parameters. */
    long bytes() {
        return steps.stream()
                .mapToLong(step -> Float.BYTES * ((long) step.weights().length + step.bias().length))
                .sum();
    }

    private static List<DenseStep> encoderSteps(StackModel model, int layer) {
        Architecture architecture = model.architecture();
        ParameterLayout layout = new ParameterLayout(architecture);
        List<DenseStep> steps = new ArrayList<>();
        for (int i = 0; i < layer; i++) {
            ParameterLayout.Part part = layout.part(i);
            // W [in, out] in Fortran order has the same order of values as [out, in] in row order.
            steps.add(new DenseStep(
                    "encoder." + i,
                    part.in(),
                    slice(model, part.w(), part.in() * part.out()),
                    slice(model, part.b(), part.out()),
                    architecture.layer(i).activation(),
                    i == layer - 1 ? CODE : "h" + (i + 1)));
        }
        return steps;
    }

    private static List<DenseStep> decoderSteps(StackModel model, int layer) {
        Architecture architecture = model.architecture();
        ParameterLayout layout = new ParameterLayout(architecture);
        List<DenseStep> steps = new ArrayList<>();
        for (int i = layer - 1; i >= 0; i--) {
            ParameterLayout.Part part = layout.part(i);
            Activation activation = architecture.activationOf(i);
            steps.add(new DenseStep(
                    "decoder." + i,
                    part.out(),
                    transposed(slice(model, part.v(), part.in() * part.out()), part.out(), part.in()),
                    slice(model, part.c(), part.in()),
                    activation,
                    i == 0 ? RECONSTRUCTION : "g" + i));
        }
        return steps;
    }

    private static float[] slice(StackModel model, long from, int length) {
        return Arrays.copyOfRange(model.parameters(), (int) from, (int) from + length);
    }

    /** Returns {@code [columns, rows]} of a matrix {@code [rows, columns]}, both in row order. */
    private static float[] transposed(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = matrix[row * columns + column];
            }
        }
        return result;
    }
}
