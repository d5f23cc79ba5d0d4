package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.Optional;

/**
 * The name of what a cell measures, as the store's {@code metric} column and the JSON output write it. It is one of the
 * paper's {@link Metric}s, or any other name: a measurement that the paper does not have is stored and listed too.
 *
 * @param id such as {@code svm-error-percent}; never blank
 */
public record MetricName(String id) {

    public MetricName {
        Objects.requireNonNull(id, "metric");
        if (id.isBlank()) {
            throw new IllegalArgumentException("the name of a metric is blank");
        }
    }

    @JsonValue
    @Override
    public String id() {
        return id;
    }

    /** Returns the paper's metric of this name; empty for a name that the paper does not have. */
    public Optional<Metric> known() {
        return Metric.find(id);
    }

    /** Returns whether this is the name of the given metric. */
    public boolean is(Metric metric) {
        return id.equals(metric.id());
    }

    /** Returns the name with its unit for people, or the name alone where the paper does not have this metric. */
    public String describe() {
        return known().map(Metric::describe).orElse(id);
    }

    @Override
    public String toString() {
        return id;
    }
}
