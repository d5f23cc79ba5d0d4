/**
 * Flat vectors of parameters and their mean over many workers, on the driver
 * ({@link io.jointae.train.vector.WeightedMean}) or on the executors ({@link io.jointae.train.vector.SlicedMean}). Both
 * give the same bits.
 */
package io.jointae.train.vector;
