package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Checks the lists of values in a sweep file. */
public final class GridValues {

    private GridValues() {}

    /**
     * Returns the values without repetitions.
     *
     * @throws InvalidInputException if there are no values, or one of them is empty
     */
    public static <T> List<T> distinct(String key, List<T> values) {
        if (values == null) {
            throw InvalidInputException.of("key %s is missing: give at least one value.", key);
        }
        if (values.isEmpty()) {
            throw InvalidInputException.of(
                    "key %s is an empty grid: give at least one value, or remove the key to use its default.", key);
        }
        return complete(key, values).stream().distinct().toList();
    }

    /**
     * Returns the values without repetitions, where each value is a list with one entry for all layers or one entry per
     * layer.
     *
     * @throws InvalidInputException if there are no values, or one of them is empty
     */
    static <T> List<List<T>> distinctPerLayer(String key, List<List<T>> values) {
        return distinct(key, values).stream()
                .map(layers -> perLayer(key, layers))
                .toList();
    }

    /**
     * Returns a copy of a list with one entry for all layers or one entry per layer.
     *
     * @throws InvalidInputException if the list or one of its entries is empty
     */
    static <T> List<T> perLayer(String key, List<T> layers) {
        if (layers.isEmpty()) {
            throw emptyValue(key);
        }
        return List.copyOf(complete(key, layers));
    }

    private static <T> List<T> complete(String key, List<T> values) {
        if (values.stream().anyMatch(Objects::isNull)) {
            throw emptyValue(key);
        }
        return values;
    }

    private static InvalidInputException emptyValue(String key) {
        return InvalidInputException.of("key %s has an empty value: remove the value or fill it in.", key);
    }

    /** Returns the values joined by commas, as {@link io.jointae.train.options.TrainingOptions#of} reads them. */
    static String join(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
