/**
 * Training on Spark: {@link io.jointae.train.TrainingRun} trains a model and writes its directory, and
 * {@link io.jointae.train.Reproduction} trains a stored model again to compare the two. The packages below hold the
 * options, the plan of a run, the averaging of workers and the listeners.
 */
package io.jointae.train;
