package io.jointae.evaluate;

import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.sample.DrawnSamples;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.evaluate.sample.SamplingProvenance;
import io.jointae.results.MetricName;
import java.util.List;
import java.util.Objects;

/**
 * Draws samples from the Markov chain of a denoising model (eq. 14-15).
 *
 * @param plan number of samples and how they are drawn
 */
public record SamplingEvaluation(SamplingPlan plan) implements Evaluation<SamplingOutcome> {

    /** The name of this evaluation in commands. */
    public static final String NAME = "sample";

    /** Checks that there is a plan. */
    public SamplingEvaluation {
        Objects.requireNonNull(plan, "plan");
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Returns an empty list: sampling measures nothing. */
    @Override
    public List<MetricName> metrics(int depth) {
        return List.of();
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.jointae.base.InvalidInputException if there are fewer training rows than chains or the model does not
     *     define a chain
     */
    @Override
    public SamplingOutcome evaluate(ModelOnDataset subject, EvaluationCache cache) {
        return new SamplingOutcome(
                new DrawnSamples(plan).samples(subject, cache).blocks(), SamplingProvenance.of(subject, plan));
    }
}
