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

    /** Returns whether the first value is strictly better than the second; false if neither direction is better. */
    public boolean better(double value, double than) {
        return higherIsBetter()
                .map(higher -> higher ? value > than : value < than)
                .orElse(false);
    }

    /** Returns whether this is the name of the given metric. */
    public boolean is(Metric metric) {
        return id.equals(metric.id());
    }

    /** Returns the name with its unit for people, or the name alone if it is neither the paper's nor a {@link CodeMetric}. */
    public String describe() {
        return known().map(Metric::describe)
                .or(() -> CodeMetric.of(this).map(metric -> metric.describe(this)))
                .orElse(id);
    }

    /** Returns whether a higher value is the better one; empty if that is not known, or if neither is better. */
    public Optional<Boolean> higherIsBetter() {
        return known().map(Metric::higherIsBetter).or(() -> CodeMetric.of(this).flatMap(CodeMetric::higherIsBetter));
    }

    @Override
    public String toString() {
        return id;
    }
}
