/**
 * Training on Spark: schemes as lists of phases, the averaging master behind dl4j-spark's seam, rounds,
 * checkpoints and listeners. The arithmetic is in {@code model}.
 */
package io.jointae.train;
