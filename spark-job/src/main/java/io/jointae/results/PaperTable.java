package io.jointae.results;

import java.util.List;
import java.util.Optional;

/**
 * A table of the paper.
 *
 * @param number such as {@code II}
 * @param caption as printed
 * @param metric of every cell
 * @param decimals that its values are printed with
 * @param models its columns, in order
 * @param datasets its rows, in order
 * @param cells row by row, one a column
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

    /** The cell of this row and column. */
    public Optional<PaperCell> find(String dataset, String model) {
        return cells.stream()
                .filter(cell -> cell.dataset().equals(dataset) && cell.model().equals(model))
                .findFirst();
    }
}
