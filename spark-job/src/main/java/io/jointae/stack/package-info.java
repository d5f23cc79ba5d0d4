/**
 * The description of a stack of auto-encoders as values: architecture, objective, layout and initial values of the
 * parameters, corruption, updater, and the random streams that make training reproducible. This package knows neither
 * Spark nor ND4J.
 *
 * <p>Layers count from 0, the lowest. {@code h_0} is the input, and layer {@code i} encodes {@code h_i} into {@code
 * h_{i+1}}.
 */
package io.jointae.stack;
