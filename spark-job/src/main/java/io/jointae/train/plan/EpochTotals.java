package io.jointae.train.plan;

import java.io.Serializable;

/**
 * Sums over examples, of one epoch or a part of it; they add up over workers and rounds.
 *
 * @param cost summed over the examples trained on
 * @param examples trained on
 * @param seconds that training took, the slowest worker's
 */
public record EpochTotals(double cost, long examples, double seconds) implements Serializable {

    public static final EpochTotals NONE = new EpochTotals(0, 0, 0);

    /** Work of other workers at the same time. */
    public EpochTotals beside(EpochTotals other) {
        return new EpochTotals(cost + other.cost, examples + other.examples, Math.max(seconds, other.seconds));
    }

    /** Work after this. */
    public EpochTotals then(EpochTotals later) {
        return new EpochTotals(cost + later.cost, examples + later.examples, seconds + later.seconds);
    }
}
