package io.jointae.results.choice;

import io.jointae.results.Cell;
import io.jointae.results.paper.PaperSetting;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The order of a grid's settings: the smallest learning rate first; among equal ones the smallest noise, then the
 * smallest contraction and weight decay, then the default initial weights, then the smallest seed. It decides between settings with equal validation results, so that a
 * choice depends on what was measured and not on when.
 */
public final class GridOrder {

    private static final List<String> OPTIONS = List.of("learning-rate", "noise", "contraction", "weight-decay");

    /** Orders cells; those that agree in every option of the grid are ordered by the text of their other options. */
    public static final Comparator<Cell> CELLS = Comparator.<Cell, Map<String, String>>comparing(
                    Cell::hyperparameters, options())
            .thenComparing(Cell::seed)
            .thenComparing(cell -> cell.hyperparameters().toString());

    private GridOrder() {}

    /** Returns the order of training options, given as a map by option name; the seed does not count. */
    public static Comparator<Map<String, String>> options() {
        Comparator<Map<String, String>> order = (a, b) -> 0;
        for (String option : OPTIONS) {
            order = order.thenComparing(values -> numbers(values.get(option)), Arrays::compare);
        }
        // Cells do not store the default, and no text comes before any name.
        return order.thenComparing(values -> values.getOrDefault(PaperSetting.INITIAL_WEIGHTS, ""));
    }

    /** Returns the numbers of an option: one for all layers or one per layer, and none where the option is missing. */
    private static double[] numbers(String value) {
        return value == null
                ? new double[0]
                : Stream.of(value.split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}
