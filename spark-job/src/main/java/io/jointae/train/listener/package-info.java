/**
 * Listeners of a training run: checkpoints, the metrics file, the progress line, Spark metrics, and the guard that stops
 * a diverging run. The training loop announces events, and the listeners react to them.
 */
package io.jointae.train.listener;
