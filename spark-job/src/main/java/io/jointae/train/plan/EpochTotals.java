package io.jointae.train.plan;

import java.io.Serializable;

/**
 * Totals of an epoch or of a part of it. They are summed over workers and over rounds.
 *
 * @param cost the training cost, summed over the examples
 * @param examples the number of examples trained on
 * @param seconds the training time; of several workers, the time of the slowest
 */
public record EpochTotals(double cost, long examples, double seconds) implements Serializable {

    /** The totals of no work. */
    public static final EpochTotals NONE = new EpochTotals(0, 0, 0);

    /** Returns the totals of this work and of another worker's work at the same time. */
    public EpochTotals plusParallel(EpochTotals other) {
        return new EpochTotals(cost + other.cost, examples + other.examples, Math.max(seconds, other.seconds));
    }

    /** Returns the totals of this work and of the work after it. */
    public EpochTotals plusSequential(EpochTotals later) {
        return new EpochTotals(cost + later.cost, examples + later.examples, seconds + later.seconds);
    }
}
