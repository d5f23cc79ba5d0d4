package io.jointae.evaluate.sample;

/**
 * Where samples come from. Its components are the keys of {@code sampling.json}, which old sample folders hold too.
 *
 * @param model name of the model
 * @param parameters hash of the model's parameters
 * @param dataset name of the dataset in whose training rows the chains started
 * @param plan how the samples were drawn
 */
public record SamplingProvenance(String model, String parameters, String dataset, SamplingPlan plan) {}
