package io.jointae.stack;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The architecture of a stack of auto-encoders (paper, eq. 4-6): its shape, its loss and the regularizers of each
 * layer.
 *
 * @param inputs number of values per example, at least 1
 * @param layers one specification per layer, lowest layer first; at least one
 * @param tied whether a decoder's weights are the transposed weights of its encoder
 * @param loss the cost of a reconstruction
 * @param output activation of the lowest decoder, which reconstructs the input; logistic if the loss is cross-entropy
 */
@DefaultSerializer(JavaSerializer.class)
public record Architecture(int inputs, List<LayerSpec> layers, boolean tied, Loss loss, Activation output)
        implements Serializable {

    public Architecture {
        if (inputs < 1) {
            throw InvalidInputException.ofField("inputs", "%d is invalid: it must be at least 1.", inputs);
        }
        if (layers.isEmpty()) {
            throw InvalidInputException.ofField("layers", "0 is invalid: it must be at least 1.");
        }
        layers = List.copyOf(layers);
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(output, "output");
        if (loss == Loss.CROSS_ENTROPY && output != Activation.LOGISTIC) {
            throw InvalidInputException.ofField(
                    "output-activation",
                    "%s is invalid: the cross-entropy loss needs logistic; choose logistic, or set %s to squared-error.",
                    output.name().toLowerCase(Locale.ROOT),
                    FieldName.of("loss"));
        }
    }

    /** Returns an architecture as in the paper's section IV: tied weights, cross-entropy loss and logistic output. */
    public static Architecture paper(int inputs, List<LayerSpec> layers) {
        return new Architecture(inputs, layers, true, Loss.CROSS_ENTROPY, Activation.LOGISTIC);
    }

    /** Returns an architecture as in the paper's section IV with {@code depth} equal layers. */
    public static Architecture paper(int inputs, int depth, LayerSpec layer) {
        return paper(inputs, Collections.nCopies(depth, layer));
    }

    /** Returns the number of layers. */
    public int depth() {
        return layers.size();
    }

    /** Returns layer {@code i}, where 0 is the lowest. */
    public LayerSpec layer(int i) {
        return layers.get(i);
    }

    /** Returns the number of units of {@code h_i}, from the inputs for 0 to the top code for {@link #depth}. */
    public int width(int i) {
        return i == 0 ? inputs : layers.get(i - 1).units();
    }

    /** Returns the activation of the units of {@code h_i} and of their reconstruction by the decoder of layer {@code i}. */
    public Activation activationOf(int i) {
        return i == 0 ? output : layers.get(i - 1).activation();
    }

    /** Returns whether any layer corrupts its input in training. */
    public boolean corrupts() {
        return layers.stream().anyMatch(layer -> layer.corruption().present());
    }

    /** Returns the architecture of the lowest {@code depth} layers. */
    public Architecture bottom(int depth) {
        return new Architecture(inputs, layers.subList(0, depth), tied, loss, output);
    }
}
