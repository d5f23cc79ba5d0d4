/**
 * The benchmark {@code bench quality}: trains one model with several numbers of workers as a sweep, and predicts the time
 * that each number of workers needs to reach the cost of a single worker.
 */
package io.jointae.bench.quality;
