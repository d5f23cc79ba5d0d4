package io.jointae.results.choice;

import io.jointae.results.StoredRow;
import io.jointae.results.Tuning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Finds chosen values at the edge of their grids, where a wider grid might give a better one. */
final class Edges {

    /** The options of training that sweeps search. */
    private static final List<String> SEARCHED = List.of("learning-rate", "noise", "contraction", "weight-decay");

    private Edges() {}

    /**
     * Returns descriptions such as {@code noise 0.9 (largest of 5)}.
     *
     * @param chosen the chosen row
     * @param tried every row of the same cell, whether measured or not: the grid is what was tried
     */
    static List<String> of(StoredRow chosen, Collection<StoredRow> tried) {
        SortedMap<String, String> options = chosen.cell().hyperparameters();
        List<String> edges = new ArrayList<>();
        for (String option : SEARCHED) {
            List<Double> grid = tried.stream()
                    .flatMap(row -> number(row.cell().hyperparameters().get(option)))
                    .distinct()
                    .sorted()
                    .toList();
            add(edges, option, options.get(option), grid);
        }
        Tuning tuning = chosen.result().measurement().tuning();
        if (tuning != null) {
            tuning.grids().forEach((name, grid) -> add(edges, name, options.get(name), grid));
        }
        return edges;
    }

    private static void add(List<String> edges, String name, String chosen, List<Double> grid) {
        if (number(chosen).findFirst().isPresent() && Tuning.isAtEdge(grid, chosen)) {
            String side = Double.parseDouble(chosen) == grid.get(0) ? "smallest" : "largest";
            edges.add(name + " " + chosen + " (" + side + " of " + grid.size() + ")");
        }
    }

    /** Returns the number that a text is; empty if there is none, or one per layer. */
    private static Stream<Double> number(String text) {
        return text == null || text.contains(",") ? Stream.empty() : Stream.of(Double.valueOf(text));
    }
}
