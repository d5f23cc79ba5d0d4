/**
 * The instruments of the benchmarks: interleaved timings, memory peaks, the matrix products of a training step without
 * the rest of the step, and the libraries that jointae is compared with (DL4J's parameter averaging, liblinear). This
 * package may use every package that it measures. Apart from the {@code bench} command, only
 * {@link io.jointae.bench} uses it.
 */
package io.jointae.bench.probe;
