/**
 * The benchmarks of the command {@code bench}. Each {@link io.jointae.bench.Benchmark} measures the speed of jointae
 * and, in the same run and on the same number of threads, the limit of the machine or the speed of another library.
 * This package may use every package except {@code cli}, and only {@code cli} uses it.
 */
package io.jointae.bench;
