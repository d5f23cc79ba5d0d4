/**
 * The arithmetic of training on one thread: {@link io.jointae.stack.compute.StackGradient} computes gradients by
 * back-propagation, {@link io.jointae.stack.compute.ElementWise} has the passes between matrix products, {@link
 * io.jointae.stack.compute.Replica} takes training steps, and {@link io.jointae.stack.compute.ForwardPass} encodes and
 * reconstructs rows. This package does not know Spark.
 *
 * <p>Matrices are in Fortran order, {@code [units, batch]}: an example is one contiguous column.
 */
package io.jointae.stack.compute;
