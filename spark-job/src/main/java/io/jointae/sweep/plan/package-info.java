/**
 * The parts of a sweep: the typed grid of a sweep file, its trials, the groups of trials that share layerwise
 * phases, successive halving, and the amount of work. Nothing in this package runs a trial.
 */
package io.jointae.sweep.plan;
