package io.jointae.stack;

/** The loss {@code L(t, y)} of a reconstruction {@code y} of {@code t}, summed over the units of one example (paper, eq. 1). */
public enum Loss {
    /**
     * The cross-entropy {@code -sum(t log y + (1 - t) log(1 - y))} in nats. Both values lie in [0, 1], and {@code y} is
     * the output of a logistic unit.
     */
    CROSS_ENTROPY,
    /** The squared error {@code sum((t - y)^2)}. */
    SQUARED_ERROR
}
