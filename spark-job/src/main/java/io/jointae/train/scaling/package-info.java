/**
 * The time of training with several workers: how the steps of an epoch are divided among the workers, what a round costs
 * on a network, and how many workers still shorten the time to the cost that a single worker reaches.
 */
package io.jointae.train.scaling;
