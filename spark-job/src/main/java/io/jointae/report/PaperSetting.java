package io.jointae.report;

import io.jointae.results.StoredRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The options that the paper holds fixed in every table (section IV), and those of which it says nothing and that change
 * a model: it averages no workers, and its learning rate has no warm-up. A cell that departs from them is marked, so that a
 * quick run never passes for the paper's experiment.
 */
final class PaperSetting {

    private static final Map<String, String> FIXED = new TreeMap<>(
            Map.of("epochs", "300", "hidden", "1000", "batch-size", "100", "workers", "1", "warm-up-steps", "0"));
    private static final Pattern BETWEEN = Pattern.compile("[^0-9]+");

    private PaperSetting() {}

    /** Returns departures such as {@code epochs 20 (paper: 300)}; empty if the row agrees with the paper. */
    static List<String> departures(StoredRow row) {
        return FIXED.entrySet().stream()
                .filter(fixed -> departs(row.cell().hyperparameters().get(fixed.getKey()), fixed.getValue()))
                .map(fixed -> fixed.getKey() + " "
                        + row.cell().hyperparameters().get(fixed.getKey()) + " (paper: " + fixed.getValue() + ")")
                .toList();
    }

    /** Returns whether one of the values per layer, such as {@code 1000,1000}, differs from the fixed value. */
    private static boolean departs(String value, String fixed) {
        return value != null && !BETWEEN.splitAsStream(value).allMatch(fixed::equals);
    }
}
