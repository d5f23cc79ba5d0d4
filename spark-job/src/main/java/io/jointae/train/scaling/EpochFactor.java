package io.jointae.train.scaling;

/**
 * The number of epochs that several workers need to reach the cost of a single worker, relative to the epochs of the
 * single worker. An epoch of {@code K} workers has {@code K} times fewer steps, so its parameters move less. The factor is
 * a fit to measured runs; {@code docs/scaling.md} has the figures.
 */
public final class EpochFactor {

    /** The further epochs per worker of plain averaging, as a fraction of the epochs of a single worker. */
    private static final double PER_WORKER = 0.55;

    private EpochFactor() {}

    /**
     * Returns the factor.
     *
     * @param workers the number of workers
     * @return 1 for a single worker, more for several
     */
    public static double of(int workers) {
        return 1 + PER_WORKER * (workers - 1);
    }
}
