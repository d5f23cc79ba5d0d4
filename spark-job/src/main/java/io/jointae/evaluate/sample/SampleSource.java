package io.jointae.evaluate.sample;

import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import java.io.IOException;

/** Provides samples of a model: {@link DrawnSamples} draws them, {@link StoredSamples} reads them from disk. */
public interface SampleSource {

    /**
     * Returns the samples of a model. They may be computed lazily while the cache is open.
     *
     * @param subject model and the dataset that it is measured on
     * @param cache rows and models that evaluations share
     * @return the samples
     * @throws io.jointae.base.InvalidInputException if there are no such samples
     * @throws IOException if the samples cannot be read
     */
    SampledRows samples(ModelOnDataset subject, EvaluationCache cache) throws IOException;
}
