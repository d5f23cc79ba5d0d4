package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.frozen.AnomalyEvaluation;
import io.jointae.evaluate.frozen.FrozenOptions;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.stack.engine.Arithmetic;
import java.util.List;

/**
 * How a sweep evaluates its models.
 *
 * @param evaluations names of evaluations, see {@link TrialEvaluation}
 * @param svmCosts grid of the cost C of the linear SVM; each trial chooses one by the validation error
 * @param parzenSamples number of samples from which the log-likelihood is estimated, at least 1
 * @param frozen settings of the evaluations of frozen codes
 * @param finetune options of fine-tuning; the seed is replaced by that of the trial
 */
public record EvaluationSettings(
        List<String> evaluations,
        List<Double> svmCosts,
        int parzenSamples,
        FrozenOptions frozen,
        FinetuneOptions finetune) {

    /** The default settings: the SVM alone, with the defaults of each evaluation. */
    public static final EvaluationSettings DEFAULT = new EvaluationSettings(
            List.of(SvmEvaluation.NAME),
            SvmEvaluation.DEFAULT_COSTS,
            SamplingPlan.paper(1).count(),
            FrozenOptions.DEFAULT,
            FinetuneOptions.DEFAULT);

    /** @throws InvalidInputException if a list is empty, there are no samples, or anomalies are ranked but not named */
    public EvaluationSettings {
        evaluations = GridValues.distinct("evaluations", evaluations);
        svmCosts = GridValues.distinct("svm-costs", svmCosts);
        if (parzenSamples < 1) {
            throw InvalidInputException.ofField(
                    "parzen-samples", "%d is not positive: choose 1 or more.", parzenSamples);
        }
        if (evaluations.contains(AnomalyEvaluation.NAME) && frozen.anomalies().isEmpty()) {
            throw InvalidInputException.of(
                    "evaluations %s: key anomalous-labels is missing: give the labels of anomalies, such as [1].",
                    AnomalyEvaluation.NAME);
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
                frozen,
                finetune.withSeed(seed),
                arithmetic);
    }
}
