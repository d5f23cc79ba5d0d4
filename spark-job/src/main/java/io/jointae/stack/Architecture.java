package io.jointae.stack;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A stack of auto-encoders (paper, eq. 4-6): its shape, its loss and each layer's regularizers.
 *
 * @param inputs width of an example
 * @param layers lowest first
 * @param tied whether a decoder's weights are the encoder's transposed
 * @param loss of a reconstruction
 * @param output activation of the lowest decoder
 */
public record Architecture(int inputs, List<LayerSpec> layers, boolean tied, Loss loss, Activation output)
        implements Serializable {

    public Architecture {
        if (inputs < 1) {
            throw InvalidInputException.of("%d inputs: a stack needs at least 1", inputs);
        }
        if (layers.isEmpty()) {
            throw new InvalidInputException("layers 0: a stack needs at least 1 layer");
        }
        layers = List.copyOf(layers);
        Objects.requireNonNull(loss, "loss");
        if (loss == Loss.CROSS_ENTROPY && output != Activation.LOGISTIC) {
            throw InvalidInputException.of(
                    "output activation %s: cross-entropy needs logistic, or use squared error", output);
        }
    }

    /** Tied weights, cross-entropy, logistic output: the paper's. */
    public static Architecture paper(int inputs, List<LayerSpec> layers) {
        return new Architecture(inputs, layers, true, Loss.CROSS_ENTROPY, Activation.LOGISTIC);
    }

    /** As {@link #paper}, {@code depth} times the same layer. */
    public static Architecture paper(int inputs, int depth, LayerSpec layer) {
        return paper(inputs, Collections.nCopies(depth, layer));
    }

    public int depth() {
        return layers.size();
    }

    public LayerSpec layer(int i) {
        return layers.get(i);
    }

    /** Width of {@code h_i}: the inputs for 0, the top layer's units for {@link #depth}. */
    public int width(int i) {
        return i == 0 ? inputs : layers.get(i - 1).units();
    }

    /** Activation that makes values like {@code h_i}: that of layer {@code i}'s decoder. */
    public Activation activationOf(int i) {
        return i == 0 ? output : layers.get(i - 1).activation();
    }

    /** Whether any layer corrupts its input in training. */
    public boolean corrupts() {
        return layers.stream().anyMatch(layer -> layer.corruption().present());
    }

    /** The lowest {@code depth} layers alone. */
    public Architecture bottom(int depth) {
        return new Architecture(inputs, layers.subList(0, depth), tied, loss, output);
    }
}
