/** The Markov chain that a denoising stack defines (paper, eq. 14-15), run by Spark, and samples on disk. */
package io.jointae.evaluate.sample;
