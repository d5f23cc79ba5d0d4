package io.jointae.evaluate.sample;

import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Reads samples that {@link SampleFiles} wrote, or any Parquet files with a column {@code pixels: array<float>}.
 *
 * @param directory folder of the samples
 */
public record StoredSamples(String directory) implements SampleSource {

    @Override
    public SampledRows samples(ModelOnDataset subject, EvaluationCache cache) throws IOException {
        return new SampledRows(
                SampleFiles.read(cache.spark(), directory), "samples " + directory, hyperparameters(cache.spark()));
    }

    /** Returns what computed the samples, if a file says it. */
    private Map<String, String> hyperparameters(SparkSession spark) throws IOException {
        return SampleFiles.provenance(spark.sessionState().newHadoopConf(), directory)
                .<Map<String, String>>map(SamplingProvenance::hyperparameters)
                .orElse(Map.of());
    }
}
