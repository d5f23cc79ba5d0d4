package io.jointae.results.paper;

import io.jointae.results.Metric;
import java.util.List;
import java.util.Optional;

/**
 * A table of the paper.
 *
 * @param number such as {@code II}
 * @param caption as printed
 * @param metric what every cell measures
 * @param decimals number of decimals that its values are printed with
 * @param models the columns, in order
 * @param datasets the rows, in order
 * @param cells the cells, row by row and from left to right within a row
 */
public record PaperTable(
        String number,
        String caption,
        Metric metric,
        int decimals,
        List<String> models,
        List<String> datasets,
        List<PaperCell> cells) {

    public PaperTable {
        models = List.copyOf(models);
        datasets = List.copyOf(datasets);
        cells = List.copyOf(cells);
        if (cells.size() != models.size() * datasets.size()) {
            throw new IllegalArgumentException("Table " + number + " has " + cells.size() + " cells, not "
                    + datasets.size() + " x " + models.size());
        }
    }

    /** Returns the cell of a row and column; empty if the table has no such row or column. */
    public Optional<PaperCell> find(String dataset, String model) {
        return cells.stream()
                .filter(cell -> cell.dataset().equals(dataset) && cell.model().equals(model))
                .findFirst();
    }
}
