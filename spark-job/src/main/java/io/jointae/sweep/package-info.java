/**
 * Runs sweeps: trains and evaluates many models at the same time, shares the layers that they have in common, and stores
 * each result as soon as it is known. {@link io.jointae.sweep.Sweep} is the entry point; what a sweep consists of is in
 * {@code sweep.plan}, which trials train together in {@code sweep.batch}, and the order of the work in {@code
 * sweep.graph}. The package depends on {@code train}, {@code evaluate} and {@code results}.
 */
package io.jointae.sweep;
