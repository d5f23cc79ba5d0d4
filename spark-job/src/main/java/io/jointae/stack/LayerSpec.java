package io.jointae.stack;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Objects;

/**
 * One auto-encoder of a stack and its regularizers. Plain, denoising and contractive layers differ by these values,
 * not by class.
 *
 * @param units number of units of the code {@code h_{i+1}}, at least 1
 * @param activation the activation of the encoder
 * @param corruption the corruption of this layer's input in training (paper, eq. 2)
 * @param contraction the weight lambda of {@code |dh_{i+1}/dh_i|_F^2} (paper, eq. 3 and section IV-B), which is summed
 *     over units and averaged over examples; finite and at least 0
 * @param l1 the weight of {@code sum |W|}; finite and at least 0
 * @param l2 the weight of {@code sum W^2 / 2}; finite and at least 0
 */
@DefaultSerializer(JavaSerializer.class)
public record LayerSpec(
        int units, Activation activation, Corruption corruption, double contraction, double l1, double l2)
        implements Serializable {

    public LayerSpec {
        if (units < 1) {
            throw InvalidInputException.ofField("hidden", "%d is invalid: it must be at least 1.", units);
        }
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(corruption, "corruption");
        requireWeight("contraction", contraction);
        requireWeight("l1", l1);
        requireWeight("weight-decay", l2);
    }

    /** Returns a layer with logistic units and no regularizer. */
    public static LayerSpec plain(int units) {
        return new LayerSpec(units, Activation.LOGISTIC, Corruption.NONE, 0, 0, 0);
    }

    /** Returns this layer with another corruption. */
    public LayerSpec withCorruption(Corruption other) {
        return new LayerSpec(units, activation, other, contraction, l1, l2);
    }

    /** Returns this layer with another weight of the contractive penalty. */
    public LayerSpec withContraction(double other) {
        return new LayerSpec(units, activation, corruption, other, l1, l2);
    }

    /** Returns this layer with another L2 weight. */
    public LayerSpec withL2(double other) {
        return new LayerSpec(units, activation, corruption, contraction, l1, other);
    }

    /** Returns this layer with another activation. */
    public LayerSpec withActivation(Activation other) {
        return new LayerSpec(units, other, corruption, contraction, l1, l2);
    }

    /** Returns this layer without corruption, contraction and weight decay. */
    public LayerSpec unregularized() {
        return new LayerSpec(units, activation, Corruption.NONE, 0, 0, 0);
    }

    private static void requireWeight(String option, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw InvalidInputException.ofField(
                    option, "%s is invalid: it must be a finite number of at least 0.", weight);
        }
    }
}
