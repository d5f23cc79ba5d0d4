package io.jointae.train.options;

import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import java.util.Objects;

/**
 * The options of one layer. The corruption and the contraction are kept for every kind of layer, although only the
 * kinds that they belong to use them: {@link #spec} leaves out what the kind does not use.
 *
 * @param kind the kind of auto-encoder
 * @param units the number of hidden units, at least 1
 * @param activation the activation function of the encoder
 * @param corruption the corruption of the input, used by denoising layers
 * @param contraction the weight of the contractive penalty, 0 or more, used by contractive layers
 * @param weightDecay the weight of the L2 penalty, 0 or more
 * @param l1 the weight of the L1 penalty, 0 or more
 */
public record LayerOptions(
        AutoEncoderKind kind,
        int units,
        Activation activation,
        Corruption corruption,
        double contraction,
        double weightDecay,
        double l1) {

    public LayerOptions {
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * Returns the layer with the regularizers that its kind uses.
     *
     * @throws io.jointae.base.InvalidInputException if a value is out of range, even one that the kind does not use
     */
    public LayerSpec spec() {
        LayerSpec spec = new LayerSpec(units, activation, corruption, contraction, l1, weightDecay);
        return switch (kind) {
            case AE -> spec.withCorruption(Corruption.NONE).withContraction(0);
            case DAE -> spec.withContraction(0);
            case CAE -> spec.withCorruption(Corruption.NONE);
        };
    }
}
