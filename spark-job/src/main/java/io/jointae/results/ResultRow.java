package io.jointae.results;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One measured cell: the columns of the result store and the fields of {@code --json}.
 *
 * @param dataset name as the paper writes it, such as {@code rect}, or the user's own
 * @param model name as the paper writes it, such as {@code DAE-2J}
 * @param scheme L, J, U, UJ, ...
 * @param layers depth of the stack
 * @param kind ae, dae or cae
 * @param hyperparameters what was set or chosen, by option name without dashes; sorted by name
 * @param metric such as {@code error-percent}, {@code cross-entropy}, {@code log-likelihood}
 * @param split train, valid or test
 * @param value the measurement, in the metric's unit
 * @param ci95 half width of its 95 % confidence interval; null where none is defined
 * @param seconds wall time of training and measuring this cell
 * @param seed of initial weights, noise and order
 */
public record ResultRow(
        String dataset,
        String model,
        String scheme,
        int layers,
        String kind,
        SortedMap<String, String> hyperparameters,
        String metric,
        String split,
        double value,
        Double ci95,
        double seconds,
        long seed) {

    public ResultRow {
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(split, "split");
        if (layers < 1) {
            throw new IllegalArgumentException("layers " + layers + " is not positive");
        }
        hyperparameters = new TreeMap<>(hyperparameters);
    }

    /** As the canonical constructor, from any map. */
    public static SortedMap<String, String> hyperparameters(Map<String, String> values) {
        return new TreeMap<>(values);
    }
}
