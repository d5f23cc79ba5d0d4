/**
 * What benchmarks measure with: interleaved timings, memory peaks, the matrix products of a step alone, and the
 * peers that stand beside ours (dl4j-spark's own master, liblinear). This package knows the packages that it measures,
 * and nothing but {@code bench} knows it.
 */
package io.jointae.bench.probe;
