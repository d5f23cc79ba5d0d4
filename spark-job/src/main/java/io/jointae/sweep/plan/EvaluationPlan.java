package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.sample.SamplingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the trained model of a trial is evaluated.
 *
 * @param words of {@link TrialEvaluation}; none for a model that others only build on
 * @param svmCosts grid of the linear SVM's C
 * @param samples under which the log-likelihood is taken
 * @param finetune options of fine-tuning
 */
public record EvaluationPlan(
        List<String> words, List<Double> svmCosts, SamplingPlan samples, FinetuneOptions finetune) {

    /** Named in a row where the grid is not the usual one: another grid is another measurement. */
    private static final String COSTS = "svm-costs";

    public EvaluationPlan {
        words = List.copyOf(words);
        svmCosts = List.copyOf(new SvmEvaluation(svmCosts).costs());
        TrialEvaluation.check(words);
    }

    /** The same with other words. */
    EvaluationPlan with(List<String> other) {
        return new EvaluationPlan(other, svmCosts, samples, finetune);
    }

    /**
     * All that this one or the other measures.
     *
     * @throws InvalidInputException if they would measure the same word in two ways
     */
    EvaluationPlan and(EvaluationPlan other) {
        if (!other.with(words).equals(this)) {
            throw new InvalidInputException(
                    "two grids have the same trial but other svm-costs, parzen-... or finetune-...: make them the same,"
                            + " or two sweeps");
        }
        List<String> both = new ArrayList<>(words);
        other.words().stream().filter(word -> !words.contains(word)).forEach(both::add);
        return with(both);
    }

    /** What a row of this evaluation says beside the options of training, as far as it is known beforehand. */
    SortedMap<String, String> determining(String word) {
        SortedMap<String, String> map = new TreeMap<>();
        if (word.equals(TrialEvaluation.SVM) && !svmCosts.equals(SvmEvaluation.DEFAULT_COSTS)) {
            map.put(COSTS, svmCosts.toString());
        }
        if (word.equals(TrialEvaluation.PARZEN)) {
            map.putAll(samples.toMap());
            map.put("parzen-samples", Integer.toString(samples.count()));
        }
        if (word.equals(TrialEvaluation.FINETUNE)) {
            map.putAll(finetune.toMap());
        }
        return map;
    }

    /** Whether a row with these hyper-parameters is of this plan. */
    public boolean made(String word, Map<String, String> hyperparameters) {
        SortedMap<String, String> determining = determining(word);
        return hyperparameters.entrySet().containsAll(determining.entrySet())
                && determining.containsKey(COSTS) == hyperparameters.containsKey(COSTS);
    }
}
