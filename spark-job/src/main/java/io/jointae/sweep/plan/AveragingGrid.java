package io.jointae.sweep.plan;

import io.jointae.train.options.TrainingOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The workers of a sweep and the ways in which their replicas are averaged. A list is empty where training shall use its
 * default. A single worker has nothing to average, so its trial is not multiplied by the other lists, and neither is a
 * plain average by the rates and momenta of outer optimizers.
 *
 * @param workers numbers of workers
 * @param frequencies numbers of batches of each worker between two averagings; 0 averages once per epoch
 * @param outerOptimizers names of outer optimizers, such as {@code average} and {@code nesterov}
 * @param outerLearningRates learning rates of the outer optimizers that have one
 * @param outerMomenta momenta of the outer optimizers that have one
 */
public record AveragingGrid(
        List<Integer> workers,
        List<Integer> frequencies,
        List<String> outerOptimizers,
        List<Double> outerLearningRates,
        List<Double> outerMomenta) {

    private static final String PLAIN_AVERAGE = "average";

    /** A single worker. */
    public static final AveragingGrid SINGLE =
            new AveragingGrid(List.of(1), List.of(), List.of(), List.of(), List.of());

    public AveragingGrid {
        workers = List.copyOf(workers);
        frequencies = List.copyOf(frequencies);
        outerOptimizers = List.copyOf(outerOptimizers);
        outerLearningRates = List.copyOf(outerLearningRates);
        outerMomenta = List.copyOf(outerMomenta);
    }

    /** Returns the option texts of every combination, by {@link TrainingOption#cliName}. */
    List<SortedMap<String, String>> combinations() {
        Set<SortedMap<String, String>> all = new LinkedHashSet<>();
        for (int count : workers) {
            SortedMap<String, String> single = new TreeMap<>(Map.of(TrainingOption.WORKERS.cliName(), "" + count));
            List<SortedMap<String, String>> some = List.of(single);
            if (count > 1) {
                some = times(some, TrainingOption.AVERAGING_FREQUENCY, frequencies);
                some = times(some, TrainingOption.OUTER_OPTIMIZER, outerOptimizers);
                some = timesUnlessPlain(some, TrainingOption.OUTER_LEARNING_RATE, outerLearningRates);
                some = timesUnlessPlain(some, TrainingOption.OUTER_MOMENTUM, outerMomenta);
            }
            all.addAll(some);
        }
        return List.copyOf(all);
    }

    private static List<SortedMap<String, String>> timesUnlessPlain(
            List<SortedMap<String, String>> given, TrainingOption option, List<?> values) {
        List<SortedMap<String, String>> all = new ArrayList<>();
        for (SortedMap<String, String> texts : given) {
            boolean plain = PLAIN_AVERAGE.equals(texts.get(TrainingOption.OUTER_OPTIMIZER.cliName()));
            all.addAll(plain ? List.of(texts) : times(List.of(texts), option, values));
        }
        return all;
    }

    private static List<SortedMap<String, String>> times(
            List<SortedMap<String, String>> given, TrainingOption option, List<?> values) {
        if (values.isEmpty()) {
            return given;
        }
        List<SortedMap<String, String>> all = new ArrayList<>();
        for (SortedMap<String, String> texts : given) {
            for (Object value : values) {
                SortedMap<String, String> more = new TreeMap<>(texts);
                more.put(option.cliName(), value.toString());
                all.add(more);
            }
        }
        return all;
    }
}
