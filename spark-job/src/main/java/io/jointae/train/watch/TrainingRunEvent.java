package io.jointae.train.watch;

import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * Spark's listeners and its event log receive this event when a run starts, and when it ends.
 *
 * @param run the run with its present status
 */
public record TrainingRunEvent(WatchedRun run) implements SparkListenerEvent {}
