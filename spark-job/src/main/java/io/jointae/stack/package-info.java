/**
 * The arithmetic of stacks of auto-encoders: architecture, parameters, objective and gradient,
 * corruption, updaters, and the model as a DL4J network. Knows nothing of Spark and nothing of ours but
 * {@code base}.
 *
 * <p>Matrices are ND4J arrays in Fortran order, {@code [units, batch]}: one example is one contiguous
 * column. Layers count from 0, the lowest; {@code h_0} is the input and layer {@code i} encodes
 * {@code h_i} into {@code h_{i+1}}.
 */
package io.jointae.stack;
