package io.jointae.train.watch;

import java.util.List;
import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * Spark's listeners and its event log receive this event when the codes of a trained model were measured. A trial of a sweep
 * is measured with its evaluations.
 *
 * @param model the last part of the path of the model
 * @param ranks the effective rank of the codes of each layer, lowest layer first
 */
public record TrainingCodesEvent(String model, List<Double> ranks) implements SparkListenerEvent {}
