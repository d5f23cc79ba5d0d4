/**
 * The format of a prepared dataset: splits, shape, manifest, how it is written and how it is read. Knows
 * nothing of where rows come from, of networks or of training.
 */
package io.jointae.data;
