package io.jointae.results;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The choices that an evaluation made by the validation rows, such as the cost C of an SVM or the width of a Parzen window.
 *
 * @param validationLoss the mean loss of the chosen classifier per validation row: for an SVM its squared hinge loss, as the
 *     sum over its binary problems; for a fine-tuned network its cross-entropy in nats. It is null if the evaluation trains
 *     no classifier
 * @param grids the values that were tried, ascending, by the name of the hyper-parameter that holds the chosen one
 */
public record Tuning(Double validationLoss, SortedMap<String, List<Double>> grids) {

    /** If a grid has fewer values than this, each of them is the first or the last, so that the edge means nothing. */
    private static final int LEAST_VALUES = 3;

    public Tuning {
        if (validationLoss != null && !(validationLoss >= 0)) {
            throw new IllegalArgumentException("the validation loss " + validationLoss + " is not 0 or more");
        }
        SortedMap<String, List<Double>> copy = new TreeMap<>();
        grids.forEach((name, values) -> copy.put(name, values.stream().sorted().toList()));
        grids = Collections.unmodifiableSortedMap(copy);
    }

    /** Returns the choice of one hyper-parameter. */
    public static Tuning of(Double validationLoss, String name, List<Double> values) {
        return new Tuning(validationLoss, new TreeMap<>(Map.of(name, values)));
    }

    /**
     * Returns the names of the hyper-parameters whose chosen value is the smallest or the largest of three or more: a wider
     * grid might then give a better value.
     *
     * @param chosen the hyper-parameters of the cell
     */
    public List<String> atEdge(Map<String, String> chosen) {
        return grids.entrySet().stream()
                .filter(grid -> isAtEdge(grid.getValue(), chosen.get(grid.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Returns whether a value is the smallest or the largest of three or more.
     *
     * @param values the values that were tried, ascending
     * @param chosen the chosen value as text; null if it is not known
     */
    public static boolean isAtEdge(List<Double> values, String chosen) {
        if (values.size() < LEAST_VALUES || chosen == null) {
            return false;
        }
        double value = Double.parseDouble(chosen);
        return value == values.get(0) || value == values.get(values.size() - 1);
    }
}
