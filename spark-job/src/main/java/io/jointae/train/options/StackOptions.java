package io.jointae.train.options;

import io.jointae.feature.ScalingKind;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.InitialWeights;
import io.jointae.stack.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of a stack of auto-encoders.
 *
 * @param layers the options of each layer, lowest first
 * @param outputActivation the activation function of the lowest decoder
 * @param loss the loss of a reconstruction
 * @param tied whether each decoder uses the transposed weights of its encoder
 * @param initialWeights the range of the weights before training
 */
public record StackOptions(
        List<LayerOptions> layers,
        Activation outputActivation,
        Loss loss,
        boolean tied,
        InitialWeights initialWeights) {

    public StackOptions {
        layers = List.copyOf(layers);
    }

    /**
     * Returns the architecture for examples of a width.
     *
     * @param width the number of values per example
     * @throws io.jointae.base.InvalidInputException if a value is out of range, or the loss does not fit the activation
     */
    public Architecture architecture(int width) {
        return new Architecture(width, layers.stream().map(LayerOptions::spec).toList(), tied, loss, outputActivation);
    }

    /** @param scaling the scaling of the data, on which the defaults of the reconstruction depend */
    static StackOptions parse(OptionParser parser, ScalingKind scaling) {
        int depth = parser.integer(TrainingOption.LAYERS);
        List<AutoEncoderKind> kinds = parser.constants(TrainingOption.KIND, depth, AutoEncoderKind.class);
        List<Integer> units = parser.integers(TrainingOption.HIDDEN, depth);
        List<Activation> activations = parser.constants(TrainingOption.ACTIVATION, depth, Activation.class);
        List<Corruption.Kind> corruptions = parser.constants(TrainingOption.CORRUPTION, depth, Corruption.Kind.class);
        List<Double> noise = parser.numbers(TrainingOption.NOISE, depth);
        List<Double> contraction = parser.numbers(TrainingOption.CONTRACTION, depth);
        List<Double> weightDecay = parser.numbers(TrainingOption.WEIGHT_DECAY, depth);
        List<Double> l1 = parser.numbers(TrainingOption.L1, depth);
        List<LayerOptions> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new LayerOptions(
                    kinds.get(i),
                    units.get(i),
                    activations.get(i),
                    new Corruption(corruptions.get(i), noise.get(i)),
                    contraction.get(i),
                    weightDecay.get(i),
                    l1.get(i)));
        }
        OutputDefaults defaults = OutputDefaults.of(scaling);
        Loss loss = parser.find(TrainingOption.LOSS).isPresent()
                ? parser.constant(TrainingOption.LOSS, Loss.class)
                : defaults.loss();
        OutputDefaults.checkLoss(scaling, loss);
        Activation output = parser.find(TrainingOption.OUTPUT_ACTIVATION).isPresent()
                ? parser.constant(TrainingOption.OUTPUT_ACTIVATION, Activation.class)
                : defaults.activation();
        InitialWeights initialWeights =
                parser.find(TrainingOption.INITIAL_WEIGHTS).isPresent()
                        ? parser.constant(TrainingOption.INITIAL_WEIGHTS, InitialWeights.class)
                        : InitialWeights.DEFAULT;
        return new StackOptions(layers, output, loss, parser.isTrue(TrainingOption.TIED), initialWeights);
    }
}
