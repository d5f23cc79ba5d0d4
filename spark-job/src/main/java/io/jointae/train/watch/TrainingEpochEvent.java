package io.jointae.train.watch;

import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * Spark's listeners and its event log receive this event after each epoch of a run.
 *
 * @param epoch the costs and the speed of the epoch
 */
public record TrainingEpochEvent(WatchedEpoch epoch) implements SparkListenerEvent {}
