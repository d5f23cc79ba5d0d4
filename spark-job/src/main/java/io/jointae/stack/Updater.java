package io.jointae.stack;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;

/**
 * How a gradient {@code g} changes a parameter {@code p} at learning rate {@code a}.
 *
 * <p>RMSProp as DL4J computes it: {@code r = decay r + (1 - decay) g^2}, {@code p -= a g / (sqrt(r) + epsilon)},
 * with {@code r} starting at {@code epsilon}. The paper states the decay, 0.9 (section IV); epsilon 1e-6 is
 * a common choice. SGD: {@code p -= a g}.
 */
public record Updater(Kind kind, double decay, double epsilon) implements Serializable {

    public enum Kind {
        RMSPROP,
        SGD
    }

    public static final Updater RMSPROP = new Updater(Kind.RMSPROP, 0.9, 1e-6);
    public static final Updater SGD = new Updater(Kind.SGD, 0, 0);

    public Updater {
        if (kind == Kind.RMSPROP && !(decay >= 0 && decay < 1 && epsilon > 0)) {
            throw InvalidInputException.of(
                    "rmsprop decay %s, epsilon %s: must lie in [0, 1) and over 0", decay, epsilon);
        }
    }

    /** Numbers of state a parameter. */
    public int stateSize() {
        return kind == Kind.RMSPROP ? 1 : 0;
    }

    /** Every number of the state before the first step. */
    public double initialState() {
        return epsilon;
    }
}
