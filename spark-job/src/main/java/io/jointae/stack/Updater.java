package io.jointae.stack;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Objects;

/**
 * The rule by which a gradient {@code g} changes a parameter {@code p} at learning rate {@code a}.
 *
 * <p>RMSProp (Tieleman and Hinton, 2012) is computed as in DL4J: {@code r = decay r + (1 - decay) g^2}, then {@code
 * p -= a g / (sqrt(r) + epsilon)}, where {@code r} starts at {@code epsilon}. The paper states the decay 0.9 (section
 * IV). It does not state epsilon; 1e-6 is a common choice. SGD is {@code p -= a g}.
 *
 * @param kind the rule
 * @param decay the decay factor of RMSProp's mean of squares, in [0, 1); SGD ignores it
 * @param epsilon RMSProp's summand of the denominator, finite and greater than 0; SGD ignores it
 */
@DefaultSerializer(JavaSerializer.class)
public record Updater(Kind kind, double decay, double epsilon) implements Serializable {

    /** The rules. */
    public enum Kind {
        /** Divides each gradient by a running root mean square of the parameter's gradients. */
        RMSPROP,
        /** Plain stochastic gradient descent. */
        SGD
    }

    /** RMSProp with the paper's decay. */
    public static final Updater RMSPROP = new Updater(Kind.RMSPROP, 0.9, 1e-6);

    /** Plain stochastic gradient descent. */
    public static final Updater SGD = new Updater(Kind.SGD, 0, 0);

    public Updater {
        Objects.requireNonNull(kind, "kind");
        if (kind == Kind.RMSPROP && !(decay >= 0 && decay < 1)) {
            throw InvalidInputException.ofField(
                    "decay", "%s is invalid: it must be at least 0 and less than 1.", decay);
        }
        if (kind == Kind.RMSPROP && (!(epsilon > 0) || Double.isInfinite(epsilon))) {
            throw InvalidInputException.ofField(
                    "epsilon", "%s is invalid: it must be a finite number greater than 0.", epsilon);
        }
    }

    /** Returns how many values of optimizer state this rule keeps per parameter. */
    public int stateSize() {
        return kind == Kind.RMSPROP ? 1 : 0;
    }

    /** Returns the value that all optimizer state has before the first step. */
    public double initialState() {
        return epsilon;
    }
}
