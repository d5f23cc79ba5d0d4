package io.jointae.results;

import io.jointae.base.Json;
import io.jointae.base.Sha256;
import io.jointae.data.Split;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that determines a measurement before it is made. Two cells with the same {@link #key} are the same cell,
 * whoever measures it and when.
 *
 * @param dataset name as the paper writes it, such as {@code rect}, or the name of the user's own dataset
 * @param dataHash hash of the dataset's content, from its manifest; null where it is not known
 * @param model the stack that is measured
 * @param hyperparameters what was set or chosen, by option name without dashes; sorted by name
 * @param metric what is measured
 * @param split the rows that it is measured on
 * @param seed of the initial weights, the noise and the order of the examples
 */
public record Cell(
        String dataset,
        String dataHash,
        ModelVariant model,
        SortedMap<String, String> hyperparameters,
        MetricName metric,
        Split split,
        long seed) {

    public Cell {
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(split, "split");
        hyperparameters = Collections.unmodifiableSortedMap(new TreeMap<>(hyperparameters));
    }

    /** Returns whether a value is a result of its model: one on test rows, or a rank, which needs no rows that were held out. */
    public boolean isResult() {
        return split == Split.TEST
                || CodeMetric.of(metric)
                        .map(measured -> measured.isResultOn(split))
                        .orElse(false);
    }

    /** Returns the cell of the same measurement on another split. */
    public Cell on(Split otherSplit) {
        return new Cell(dataset, dataHash, model, hyperparameters, metric, otherSplit, seed);
    }

    /** Returns the cell whose hyper-parameters are these and, where both have a name, the given ones. */
    public Cell with(Map<String, String> moreHyperparameters) {
        SortedMap<String, String> all = new TreeMap<>(hyperparameters);
        all.putAll(moreHyperparameters);
        return new Cell(dataset, dataHash, model, all, metric, split, seed);
    }

    /** Returns this cell with its measurement; see {@link Measurement} for the units. */
    public ResultRow measured(double value, Double ci95, double seconds) {
        return new ResultRow(this, new Measurement(value, ci95, seconds));
    }

    /**
     * Returns the SHA-256 of every field in a fixed order as 64 hexadecimal digits. Values are compared as text: 0.1 is
     * not 0.10. Stored keys depend on this order: it never changes.
     */
    public String key() {
        String determined = Json.line(Arrays.asList(
                dataset,
                dataHash,
                model.name(),
                model.scheme(),
                model.layers(),
                model.kind(),
                hyperparameters,
                metric.id(),
                split.id(),
                seed));
        return Sha256.hex(determined.getBytes(StandardCharsets.UTF_8));
    }
}
