package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.stack.engine.Arithmetic;
import java.util.List;

/**
 * How a sweep evaluates its models.
 *
 * @param evaluations names of evaluations, see {@link TrialEvaluation}
 * @param svmCosts grid of the cost C of the linear SVM; each trial chooses one by the validation error
 * @param parzenSamples number of samples from which the log-likelihood is estimated, at least 1
 * @param finetune options of fine-tuning; the seed is replaced by that of the trial
 */
public record EvaluationSettings(
        List<String> evaluations, List<Double> svmCosts, int parzenSamples, FinetuneOptions finetune) {

    /** The default settings: the SVM alone, with the defaults of each evaluation. */
    static final EvaluationSettings DEFAULT = new EvaluationSettings(
            List.of(SvmEvaluation.NAME),
            SvmEvaluation.DEFAULT_COSTS,
            SamplingPlan.paper(1).count(),
            FinetuneOptions.DEFAULT);

    /** @throws InvalidInputException if a list is empty, or there are no samples */
    public EvaluationSettings {
        evaluations = GridValues.distinct("evaluations", evaluations);
        svmCosts = GridValues.distinct("svm-costs", svmCosts);
        if (parzenSamples < 1) {
            throw InvalidInputException.ofField(
                    "parzen-samples", "%d is not positive: choose 1 or more.", parzenSamples);
        }
    }

    /**
     * Returns the evaluations of a trial.
     *
     * @param seed seed of the trial, which also seeds fine-tuning and the samples
     * @param arithmetic library and precision of the sweep
     * @throws InvalidInputException if an evaluation is unknown or a cost of the SVM is out of range
     */
    EvaluationPlan plan(long seed, Arithmetic arithmetic) {
        SamplingPlan paper = SamplingPlan.paper(seed);
        return new EvaluationPlan(
                evaluations,
                svmCosts,
                new SamplingPlan(parzenSamples, paper.chains(), paper.burnIn(), paper.thin(), paper.draw(), seed),
                finetune.withSeed(seed),
                arithmetic);
    }
}
