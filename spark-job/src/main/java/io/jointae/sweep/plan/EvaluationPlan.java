package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.evaluate.Evaluation;
import io.jointae.evaluate.FinetuneEvaluation;
import io.jointae.evaluate.ParzenEvaluation;
import io.jointae.evaluate.ReconstructionEvaluation;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.frozen.AnomalyEvaluation;
import io.jointae.evaluate.frozen.FrozenOptions;
import io.jointae.evaluate.sample.DrawnSamples;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.stack.engine.Arithmetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * @param frozen settings of the evaluations of frozen codes
 * @param finetune options of fine-tuning
 * @param arithmetic library and precision that compute codes and reconstructions, which are those of training
 */
public record EvaluationPlan(
        List<String> evaluations,
        List<Double> svmCosts,
        SamplingPlan samples,
        FrozenOptions frozen,
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
        return new EvaluationPlan(other, svmCosts, samples, frozen, finetune, arithmetic);
    }

    /**
     * Returns this plan for a dataset: labels of anomalies become their numbers.
     *
     * @throws InvalidInputException if the dataset does not have such a label
     */
    EvaluationPlan on(Manifest manifest) {
        return evaluations.contains(AnomalyEvaluation.NAME)
                ? new EvaluationPlan(evaluations, svmCosts, samples, frozen.on(manifest), finetune, arithmetic)
                : this;
    }

    /** Returns the evaluation of a name, with the settings of this plan. */
    public Evaluation<?> evaluation(String name) {
        return switch (name) {
            case TrialEvaluation.SVM -> new SvmEvaluation(svmCosts);
            case TrialEvaluation.RECONSTRUCT -> new ReconstructionEvaluation();
            case TrialEvaluation.PARZEN ->
                new ParzenEvaluation(ParzenEvaluation.DEFAULT_WIDTHS, new DrawnSamples(samples));
            case TrialEvaluation.FINETUNE -> new FinetuneEvaluation(finetune);
            default -> frozen.evaluation(name).orElseThrow(() -> new IllegalStateException("evaluation " + name));
        };
    }

    /** Returns this plan with another seed of the samples and of fine-tuning. */
    EvaluationPlan withSeed(long seed) {
        SamplingPlan other = new SamplingPlan(
                samples.count(), samples.chains(), samples.burnIn(), samples.thin(), samples.draw(), seed);
        return new EvaluationPlan(evaluations, svmCosts, other, frozen, finetune.withSeed(seed), arithmetic);
    }

    /**
     * Returns a plan with the evaluations of both plans.
     *
     * @throws InvalidInputException if the plans differ in the settings of their evaluations
     */
    EvaluationPlan merge(EvaluationPlan other) {
        if (!other.withEvaluations(evaluations).equals(this)) {
            throw new InvalidInputException(
                    "Two grids have a trial in common but differ in svm-costs, parzen-samples, the keys of probe, neighbors"
                            + " and anomaly, or a key that begins with finetune: use the same values, or write two sweep files.");
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
            map.putAll(ModelOnDataset.hyperparameters(FinetuneEvaluation.arithmetic(arithmetic)));
        } else {
            map.putAll(ModelOnDataset.hyperparameters(arithmetic));
        }
        map.putAll(frozen.hyperparameters(evaluation));
        return map;
    }

    /** Returns whether a row with these hyperparameters was measured as this plan measures the evaluation. */
    public boolean matches(String evaluation, Map<String, String> stored) {
        SortedMap<String, String> expected = hyperparameters(evaluation);
        // A row has these keys only if their values are not the defaults.
        return stored.entrySet().containsAll(expected.entrySet())
                && Stream.of(Set.of(SVM_COSTS), FrozenOptions.OPTIONAL, ModelOnDataset.ARITHMETIC)
                        .flatMap(Set::stream)
                        .allMatch(key -> expected.containsKey(key) == stored.containsKey(key));
    }
}
