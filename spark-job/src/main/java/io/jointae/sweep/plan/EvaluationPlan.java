package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.stack.engine.Arithmetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the trained model of a trial is evaluated.
 *
 * @param evaluations names of evaluations, see {@link TrialEvaluation}; empty for a model that is trained only because
 *     other trials start from it
 * @param svmCosts grid of the cost C of the linear SVM, ascending
 * @param samples how samples are drawn for the log-likelihood
 * @param finetune options of fine-tuning
 * @param arithmetic library and precision that compute codes and reconstructions, which are those of training
 */
public record EvaluationPlan(
        List<String> evaluations,
        List<Double> svmCosts,
        SamplingPlan samples,
        FinetuneOptions finetune,
        Arithmetic arithmetic) {

    /** The key of the grid of costs. A row has it only if the grid is not the default, since results depend on it. */
    private static final String SVM_COSTS = "svm-costs";

    /** @throws InvalidInputException if an evaluation is unknown, or the costs are not positive and ascending */
    public EvaluationPlan {
        evaluations = List.copyOf(evaluations);
        svmCosts = checkCosts(svmCosts);
        TrialEvaluation.requireKnown(evaluations);
    }

    private static List<Double> checkCosts(List<Double> costs) {
        try {
            return new SvmEvaluation(costs).costs();
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.message(field -> SVM_COSTS), e);
        }
    }

    /** Returns this plan with other evaluations. */
    EvaluationPlan withEvaluations(List<String> other) {
        return new EvaluationPlan(other, svmCosts, samples, finetune, arithmetic);
    }

    /** Returns this plan with another seed of the samples and of fine-tuning. */
    EvaluationPlan withSeed(long seed) {
        SamplingPlan other = new SamplingPlan(
                samples.count(), samples.chains(), samples.burnIn(), samples.thin(), samples.draw(), seed);
        return new EvaluationPlan(evaluations, svmCosts, other, finetune.withSeed(seed), arithmetic);
    }

    /**
     * Returns a plan with the evaluations of both plans.
     *
     * @throws InvalidInputException if the plans differ in the settings of their evaluations
     */
    EvaluationPlan merge(EvaluationPlan other) {
        if (!other.withEvaluations(evaluations).equals(this)) {
            throw new InvalidInputException(
                    "Two grids have a trial in common but differ in svm-costs, parzen-samples or a key that begins with"
                            + " finetune: use the same values, or write two sweep files.");
        }
        List<String> both = new ArrayList<>(evaluations);
        other.evaluations().stream()
                .filter(evaluation -> !evaluations.contains(evaluation))
                .forEach(both::add);
        return withEvaluations(both);
    }

    /**
     * Returns the hyperparameters that the rows of an evaluation have in addition to the options of training, as far as
     * they are known before it runs.
     */
    SortedMap<String, String> hyperparameters(String evaluation) {
        SortedMap<String, String> map = new TreeMap<>();
        if (evaluation.equals(TrialEvaluation.SVM) && !svmCosts.equals(SvmEvaluation.DEFAULT_COSTS)) {
            map.put(SVM_COSTS, svmCosts.toString());
        }
        if (evaluation.equals(TrialEvaluation.PARZEN)) {
            map.putAll(samples.toMap());
            map.put("parzen-samples", Integer.toString(samples.count()));
        }
        if (evaluation.equals(TrialEvaluation.FINETUNE)) {
            map.putAll(finetune.toMap());
        } else {
            map.putAll(ModelOnDataset.hyperparameters(arithmetic));
        }
        return map;
    }

    /** Returns whether a row with these hyperparameters was measured as this plan measures the evaluation. */
    public boolean matches(String evaluation, Map<String, String> stored) {
        SortedMap<String, String> expected = hyperparameters(evaluation);
        // A row has these keys only if their values are not the defaults.
        return stored.entrySet().containsAll(expected.entrySet())
                && Stream.concat(Stream.of(SVM_COSTS), ModelOnDataset.ARITHMETIC.stream())
                        .allMatch(key -> expected.containsKey(key) == stored.containsKey(key));
    }
}
