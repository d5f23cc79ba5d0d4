/**
 * Sweeps: a typed grid, trials that share what they can, many at once, each result kept as it comes. Knows
 * {@code train}, {@code evaluate} and {@code results}.
 */
package io.jointae.sweep;
