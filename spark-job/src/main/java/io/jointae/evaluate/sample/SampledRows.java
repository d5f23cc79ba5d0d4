package io.jointae.evaluate.sample;

import io.jointae.evaluate.data.RowBlock;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/**
 * Samples and their description.
 *
 * @param blocks the samples
 * @param origin where the samples come from, as messages name it
 * @param hyperparameters how the samples were drawn, for result rows; empty if that is unknown
 */
public record SampledRows(JavaRDD<RowBlock> blocks, String origin, Map<String, String> hyperparameters) {}
