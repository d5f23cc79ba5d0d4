package io.jointae.report;

import io.jointae.results.PaperTable;
import io.jointae.results.PaperTables;
import io.jointae.results.StoredRow;
import java.util.List;
import java.util.Objects;

/**
 * A table of the paper, cell by cell beside ours.
 *
 * @param cells in the order of the paper's
 */
record ComparedTable(PaperTable paper, List<CellComparison> cells) {

    static List<ComparedTable> all(CellSelection selection) {
        return PaperTables.all().stream()
                .map(table -> new ComparedTable(
                        table,
                        table.cells().stream()
                                .map(cell -> CellComparison.of(table, cell, selection.chosen(table, cell)))
                                .toList()))
                .toList();
    }

    long count(Verdict verdict) {
        return cells.stream().filter(cell -> cell.verdict() == verdict).count();
    }

    long filled() {
        return cells.size() - count(Verdict.OPEN);
    }

    List<CellComparison> row(int dataset) {
        int columns = paper.models().size();
        return cells.subList(dataset * columns, (dataset + 1) * columns);
    }

    /** The measurements that stand in the tables. */
    static List<StoredRow> chosen(List<ComparedTable> tables) {
        return tables.stream()
                .flatMap(table -> table.cells().stream())
                .map(CellComparison::source)
                .filter(Objects::nonNull)
                .toList();
    }
}
