package io.jointae.train.watch;

import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * Spark's listeners and its event log receive this event when a run starts, when it ends, and when its codes were measured.
 *
 * @param run the run with its present status
 */
public record TrainingRunEvent(WatchedRun run) implements SparkListenerEvent {}
