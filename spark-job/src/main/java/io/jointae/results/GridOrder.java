package io.jointae.results;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The order of a grid's settings: smallest learning rate first, of equals the smallest noise, contraction and
 * weight decay, then the smallest seed. It decides where validation results are equal, so that a choice depends
 * on what was measured and not on when.
 */
public final class GridOrder {

    private static final List<String> OPTIONS = List.of("learning-rate", "noise", "contraction", "weight-decay");

    /** Of measured rows; rows that differ in nothing of the grid are in the order of their other options. */
    public static final Comparator<ResultRow> ROWS = rows();

    private GridOrder() {}

    /** Of options by their names, without the seed. */
    public static Comparator<Map<String, String>> options() {
        Comparator<Map<String, String>> order = (a, b) -> 0;
        for (String option : OPTIONS) {
            order = order.thenComparing(values -> numbers(values.get(option)), Arrays::compare);
        }
        return order;
    }

    private static Comparator<ResultRow> rows() {
        return Comparator.<ResultRow, Map<String, String>>comparing(ResultRow::hyperparameters, options())
                .thenComparing(ResultRow::seed)
                .thenComparing(row -> row.hyperparameters().toString());
    }

    /** One number, or one a layer; none where the option is not there. */
    private static double[] numbers(String value) {
        return value == null
                ? new double[0]
                : Stream.of(value.split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}
