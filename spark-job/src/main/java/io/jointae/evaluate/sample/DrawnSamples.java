package io.jointae.evaluate.sample;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.RowBlocks;
import org.apache.spark.api.java.JavaRDD;

/**
 * Draws samples from the chains of a model, lazily. Chain {@code c} starts at training row {@code c}.
 *
 * @param plan number of samples and how they are drawn
 */
public record DrawnSamples(SamplingPlan plan) implements SampleSource {

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if there are fewer training rows than chains or the model does not define a chain
     */
    @Override
    public SampledRows samples(ModelOnDataset subject, EvaluationCache cache) {
        long trainingRows = subject.data().count(Split.TRAIN);
        if (trainingRows < plan.chains()) {
            throw InvalidInputException.ofField(
                    "chains",
                    "%d is too large: every chain starts at a training row of its own, but %s has %d training rows: choose fewer"
                            + " chains.",
                    plan.chains(),
                    subject.data().dir(),
                    trainingRows);
        }
        float[] starts = RowBlocks.firstTrainingRows(subject.data(), plan.chains());
        JavaRDD<RowBlock> blocks = MarkovChains.run(cache.context(), cache.model(subject), starts, plan)
                .setName(subject.describe() + " samples");
        return new SampledRows(blocks, "samples of " + subject.describe(), plan.toMap());
    }
}
