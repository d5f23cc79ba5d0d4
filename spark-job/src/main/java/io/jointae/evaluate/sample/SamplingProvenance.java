package io.jointae.evaluate.sample;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.jointae.evaluate.data.ModelOnDataset;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where samples come from. Its components are the keys of {@code sampling.json}, which old sample folders hold too.
 *
 * @param model name of the model
 * @param parameters hash of the model's parameters
 * @param dataset name of the dataset in whose training rows the chains started
 * @param plan how the samples were drawn
 * @param arithmetic what computed them if it was not ND4J in single precision, as cells say it; null otherwise
 */
public record SamplingProvenance(
        String model,
        String parameters,
        String dataset,
        SamplingPlan plan,
        @JsonInclude(JsonInclude.Include.NON_NULL) SortedMap<String, String> arithmetic) {

    /** Returns the provenance of samples that are drawn from a model. */
    public static SamplingProvenance of(ModelOnDataset subject, SamplingPlan plan) {
        SortedMap<String, String> arithmetic = ModelOnDataset.hyperparameters(subject.arithmetic());
        return new SamplingProvenance(
                subject.model().card().name(),
                subject.model().card().parameters(),
                subject.data().name(),
                plan,
                arithmetic.isEmpty() ? null : arithmetic);
    }

    /** Returns what cells that are measured with the samples say of their arithmetic. */
    SortedMap<String, String> hyperparameters() {
        return arithmetic == null ? new TreeMap<>() : arithmetic;
    }
}
