package io.jointae.report;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.GridOrder;
import io.jointae.results.Metric;
import io.jointae.results.PaperCell;
import io.jointae.results.PaperTable;
import io.jointae.results.PaperTables;
import io.jointae.results.StoredRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which of the stored measurements stands in a cell of the paper's: as in the paper, the setting with the
 * best validation result gives the test figure. The test figure itself never chooses. Measurements on the
 * official files come before those on regenerated data, those at the paper's sizes before others, those with a
 * validation result before those without; among equals the first in {@link GridOrder}.
 */
final class CellSelection {

    /**
     * What was chosen, and from what.
     *
     * @param row the test measurement
     * @param settings that it was chosen from, itself among them
     * @param tied those of them with the same validation result, itself among them
     * @param pruned settings that a sweep stopped early, so that they could not be chosen
     */
    record Choice(StoredRow row, int settings, List<StoredRow> tied, int pruned) {

        /** Whether validation left several, of which {@link GridOrder} took the first. */
        boolean decidedByOrder() {
            return tied.size() > 1;
        }
    }

    private final List<StoredRow> rows;
    private final Map<String, StoredRow> byKey = new HashMap<>();

    CellSelection(List<StoredRow> rows) {
        this.rows = List.copyOf(rows);
        rows.stream().filter(StoredRow::measured).forEach(row -> byKey.put(row.key(), row));
    }

    /** The measurement for a cell of the paper; empty where there is none. */
    Optional<Choice> chosen(PaperTable table, PaperCell paper) {
        List<StoredRow> all = rows.stream().filter(row -> of(row, table, paper)).toList();
        List<StoredRow> measured = all.stream().filter(StoredRow::measured).toList();
        Optional<StoredRow> best = measured.stream().max(order(table.metric()));
        return best.map(row -> {
            List<StoredRow> rivals = measured.stream()
                    .filter(other -> standing().compare(other, row) == 0)
                    .toList();
            List<StoredRow> tied = rivals.stream()
                    .filter(other -> byValidation(table.metric(), other, row) == 0)
                    .toList();
            int pruned = (int) all.stream()
                    .filter(other -> other.pruned() && !measuredSince(other))
                    .count();
            return new Choice(row, rivals.size(), tied, pruned);
        });
    }

    /** Cells that failed or were pruned and have no value by now. */
    List<StoredRow> unmeasured() {
        return rows.stream()
                .filter(row -> !row.measured() && !measuredSince(row))
                .toList();
    }

    /** Whether a cell without a value has one by now; its row may say more, such as what the evaluation chose. */
    private boolean measuredSince(StoredRow without) {
        return rows.stream()
                .filter(StoredRow::measured)
                .anyMatch(row -> Objects.equals(
                                row.cell().dataHash(), without.cell().dataHash())
                        && row.cell().metric().equals(without.cell().metric())
                        && row.cell().split() == without.cell().split()
                        && row.cell()
                                .model()
                                .name()
                                .equals(without.cell().model().name())
                        && row.cell().seed() == without.cell().seed()
                        && row.cell()
                                .hyperparameters()
                                .entrySet()
                                .containsAll(without.cell().hyperparameters().entrySet()));
    }

    /** The validation result of the same setting, by the same metric. */
    Optional<StoredRow> validation(StoredRow test) {
        Cell valid = test.cell().on(Split.VALID);
        return Optional.ofNullable(byKey.get(valid.key()));
    }

    private static boolean of(StoredRow row, PaperTable table, PaperCell paper) {
        return row.cell().split() == Split.TEST
                && row.cell().metric().is(table.metric())
                && row.cell().dataset().equals(paper.dataset())
                && PaperTables.paperName(row.cell().model().name()).equals(paper.model());
    }

    private Comparator<StoredRow> order(Metric metric) {
        return standing()
                .thenComparing((a, b) -> byValidation(metric, a, b))
                .thenComparing(StoredRow::cell, GridOrder.CELLS.reversed())
                .thenComparing(StoredRow::key);
    }

    /** What comes before any result. */
    private Comparator<StoredRow> standing() {
        return Comparator.<StoredRow, Boolean>comparing(row -> row.origin() == DataOrigin.OFFICIAL)
                .thenComparing(row -> PaperSetting.departures(row).isEmpty())
                .thenComparing(row -> validation(row).isPresent());
    }

    /** Positive where the first is the better one. */
    private int byValidation(Metric metric, StoredRow a, StoredRow b) {
        Optional<StoredRow> first = validation(a);
        Optional<StoredRow> second = validation(b);
        if (first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        double one = first.get().result().value();
        double other = second.get().result().value();
        return metric.better(one, other) ? 1 : metric.better(other, one) ? -1 : 0;
    }
}
