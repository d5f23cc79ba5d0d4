/**
 * The Markov chain that a denoising stack defines (eq. 14-15 of the paper): drawing samples by Spark, and samples on
 * disk.
 */
package io.jointae.evaluate.sample;
