/**
 * A training run as values: the scheme as a list of phases, the averaging of workers, the complete plan, and the state
 * between two rounds. Nothing in this package trains.
 */
package io.jointae.train.plan;
