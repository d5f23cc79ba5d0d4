package io.jointae.train.plan;

/**
 * How the learning rate of each worker follows the number of workers {@code K}. The workers together take {@code K}
 * times the examples per step, and larger batches allow larger rates.
 */
public enum LearningRateRule {
    /** The rate is the same for any number of workers. */
    NONE,
    /** The rate is multiplied by {@code sqrt(K)}, as for optimizers that divide gradients by their root mean square. */
    SQRT,
    /** The rate is multiplied by {@code K}, as for plain stochastic gradient descent (Goyal et al., arXiv 1706.02677). */
    LINEAR;

    /**
     * Returns the factor of the learning rate.
     *
     * @param workers the number of workers, at least 1
     */
    public double factor(int workers) {
        return switch (this) {
            case NONE -> 1;
            case SQRT -> Math.sqrt(workers);
            case LINEAR -> workers;
        };
    }
}
