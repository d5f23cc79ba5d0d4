package io.jointae.stack;

/** What a reconstruction {@code y} of {@code t} costs, summed over the units of one example. */
public enum Loss {
    /** {@code -sum(t log y + (1 - t) log(1 - y))}, in nats; both lie in [0, 1], {@code y} is logistic. */
    CROSS_ENTROPY,
    /** {@code sum((t - y)^2)}. */
    SQUARED_ERROR
}
