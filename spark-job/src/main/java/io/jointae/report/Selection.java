package io.jointae.report;

import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.Metric;
import io.jointae.results.PaperCell;
import io.jointae.results.PaperTable;
import io.jointae.results.PaperTables;
import io.jointae.results.StoredRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the stored measurements stands in a cell of the paper's: as in the paper, the setting with the
 * best validation result gives the test figure. The test figure itself never chooses. Measurements on the
 * official files come before those on regenerated data, those with a validation result before those
 * without, the latest first among equals.
 */
final class Selection {

    static final String TEST = "test";
    static final String VALID = "valid";

    private final List<StoredRow> measured;
    private final Map<String, StoredRow> byKey = new HashMap<>();

    Selection(List<StoredRow> rows) {
        measured = rows.stream().filter(StoredRow::measured).toList();
        measured.forEach(row -> byKey.put(row.key(), row));
    }

    /** The measurement for a cell of the paper; empty where there is none. */
    Optional<StoredRow> chosen(PaperTable table, PaperCell paper) {
        return measured.stream()
                .filter(row -> row.row().split().equals(TEST)
                        && row.row().metric().equals(table.metric().text())
                        && row.row().dataset().equals(paper.dataset())
                        && PaperTables.paperName(row.row().model()).equals(paper.model()))
                .max(order(table.metric()));
    }

    /** The validation result of the same setting, by the same metric. */
    Optional<StoredRow> validation(StoredRow test) {
        Cell valid = test.cell().on(VALID);
        return Optional.ofNullable(byKey.get(valid.key()));
    }

    private Comparator<StoredRow> order(Metric metric) {
        return Comparator.<StoredRow, Boolean>comparing(row -> row.origin() == DataOrigin.OFFICIAL)
                .thenComparing(row -> validation(row).isPresent())
                .thenComparing((a, b) -> byValidation(metric, a, b))
                .thenComparing(StoredRow::measuredAt)
                .thenComparing(StoredRow::key);
    }

    /** Positive where the first is the better one. */
    private int byValidation(Metric metric, StoredRow a, StoredRow b) {
        Optional<StoredRow> first = validation(a);
        Optional<StoredRow> second = validation(b);
        if (first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        double one = first.get().row().value();
        double other = second.get().row().value();
        return metric.better(one, other) ? 1 : metric.better(other, one) ? -1 : 0;
    }
}
