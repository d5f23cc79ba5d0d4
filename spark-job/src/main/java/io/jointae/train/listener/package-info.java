/**
 * Listeners of a training run: checkpoints, the metrics file, the progress line, Spark metrics, and the guard that stops
 * a diverging run. The training loop announces, and listeners react.
 */
package io.jointae.train.listener;
