package io.jointae.stack;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Objects;

/**
 * One auto-encoder of a stack and its own regularizers. A plain, denoising or contractive layer is a
 * choice of values, not of class.
 *
 * @param units width of the code {@code h_{i+1}}
 * @param activation of the encoder
 * @param corruption of this layer's input, in training
 * @param contraction weight lambda of {@code |dh_{i+1}/dh_i|_F^2}, summed over units, averaged over examples
 *     (paper, eq. 3 and section IV-B)
 * @param l1 weight of {@code sum |W|}
 * @param l2 weight of {@code sum W^2 / 2}
 */
public record LayerSpec(
        int units, Activation activation, Corruption corruption, double contraction, double l1, double l2)
        implements Serializable {

    public LayerSpec {
        if (units < 1) {
            throw InvalidInputException.of("hidden %d: a layer needs at least 1 unit", units);
        }
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(corruption, "corruption");
        requireWeight("contraction", contraction);
        requireWeight("l1", l1);
        requireWeight("weight-decay", l2);
    }

    /** Logistic units, no regularizer. */
    public static LayerSpec plain(int units) {
        return new LayerSpec(units, Activation.LOGISTIC, Corruption.NONE, 0, 0, 0);
    }

    /** This layer with another corruption. */
    public LayerSpec withCorruption(Corruption other) {
        return new LayerSpec(units, activation, other, contraction, l1, l2);
    }

    /** This layer with another contraction. */
    public LayerSpec withContraction(double other) {
        return new LayerSpec(units, activation, corruption, other, l1, l2);
    }

    /** This layer with another L2 weight. */
    public LayerSpec withL2(double other) {
        return new LayerSpec(units, activation, corruption, contraction, l1, other);
    }

    /** This layer with another activation. */
    public LayerSpec withActivation(Activation other) {
        return new LayerSpec(units, other, corruption, contraction, l1, l2);
    }

    /** This layer as a phase without regularization sees it. */
    public LayerSpec unregularized() {
        return new LayerSpec(units, activation, Corruption.NONE, 0, 0, 0);
    }

    private static void requireWeight(String option, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw InvalidInputException.of("%s %s: must be 0 or more", option, weight);
        }
    }
}
