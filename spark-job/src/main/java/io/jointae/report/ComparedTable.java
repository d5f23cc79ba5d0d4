package io.jointae.report;

import io.jointae.results.StoredRow;
import io.jointae.results.choice.Selection;
import io.jointae.results.paper.PaperTable;
import io.jointae.results.paper.PaperTables;
import java.util.List;
import java.util.Objects;

/**
 * A table of the paper, in which each cell has our value and the paper's value.
 *
 * @param paper the table as the paper prints it
 * @param cells the cells row by row, in the paper's order
 */
record ComparedTable(PaperTable paper, List<CellComparison> cells) {

    /** Returns every table of the paper with the chosen measurements. */
    static List<ComparedTable> all(Selection selection) {
        return PaperTables.all().stream()
                .map(table -> new ComparedTable(
                        table,
                        table.cells().stream()
                                .map(cell -> CellComparison.of(table, cell, selection.chosen(table, cell)))
                                .toList()))
                .toList();
    }

    /** Returns how many cells have a verdict. */
    long count(Verdict verdict) {
        return cells.stream().filter(cell -> cell.verdict() == verdict).count();
    }

    /** Returns how many cells are measured. */
    long filled() {
        return cells.size() - count(Verdict.OPEN);
    }

    /** Returns the cells of one row.
     *
     * @param dataset index of the row, from 0
     */
    List<CellComparison> row(int dataset) {
        int columns = paper.models().size();
        return cells.subList(dataset * columns, (dataset + 1) * columns);
    }

    /** Returns the measurements that stand in the tables. */
    static List<StoredRow> chosen(List<ComparedTable> tables) {
        return tables.stream()
                .flatMap(table -> table.cells().stream())
                .map(CellComparison::source)
                .filter(Objects::nonNull)
                .toList();
    }
}
