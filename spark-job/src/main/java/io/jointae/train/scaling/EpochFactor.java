package io.jointae.train.scaling;

import io.jointae.train.plan.OuterOptimizer;

/**
 * The number of epochs that several workers need to reach the cost of a single worker, relative to the epochs of the
 * single worker. An epoch of {@code K} workers has {@code K} times fewer steps, so its parameters move less. The factors
 * are fits to measured runs; {@code docs/scaling.md} has the figures.
 */
public final class EpochFactor {

    /** The further epochs per worker of plain averaging, as a fraction of the epochs of a single worker. */
    private static final double AVERAGE_PER_WORKER = 0.5;

    /** An outer optimizer with momentum needs twice the epochs of a single worker with this many workers. */
    private static final double DOUBLING_WORKERS = 17;

    /** The power of the number of workers by which the epochs of an outer optimizer with momentum grow. */
    private static final double GROWTH = 2;

    private EpochFactor() {}

    /**
     * Returns the factor.
     *
     * @param outer the outer optimizer of the workers
     * @param workers the number of workers
     * @return 1 for a single worker, more for several
     */
    public static double of(OuterOptimizer outer, int workers) {
        if (workers == 1) {
            return 1;
        }
        return outer.hasVelocity()
                ? 1 + Math.pow(workers / DOUBLING_WORKERS, GROWTH)
                : 1 + AVERAGE_PER_WORKER * (workers - 1);
    }
}
