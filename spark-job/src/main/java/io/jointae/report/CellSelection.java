package io.jointae.report;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.GridOrder;
import io.jointae.results.Metric;
import io.jointae.results.MetricName;
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
 * Chooses the measurement that stands in a cell of a table. As in the paper, the setting with the best validation
 * result gives the test result; the test result itself never chooses. A model that has collapsed is chosen only if there
 * is no other. Measurements on official files come before those
 * on regenerated data, measurements at the paper's sizes before others, and measurements with a validation result
 * before those without. Among equals, the first in {@link GridOrder} is chosen.
 */
final class CellSelection {

    /**
     * A chosen measurement, and what it was chosen from.
     *
     * @param row the test measurement
     * @param settings number of settings that it was chosen from, including its own
     * @param tied the settings that have the same validation result, including its own
     * @param pruned number of settings that a sweep stopped early, so that they could not be chosen
     * @param collapsed number of settings whose models have collapsed; they are chosen only if all have
     */
    record Choice(StoredRow row, int settings, List<StoredRow> tied, int pruned, int collapsed) {

        /** Returns whether several settings share the best validation result, so that {@link GridOrder} decided. */
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

    /** Returns whether a row is a measurement on the test split. */
    static boolean isTestMeasurement(StoredRow row) {
        return row.measured() && row.cell().split() == Split.TEST;
    }

    /** Returns the measurement for a cell of the paper; empty if there is none. */
    Optional<Choice> chosen(PaperTable table, PaperCell paper) {
        return best(
                rows.stream().filter(row -> belongsTo(row, table, paper)).toList(),
                table.metric().metricName());
    }

    /**
     * Returns the best of several settings of one model.
     *
     * @param settings rows of the test split that differ in their settings only; those without a value count as pruned
     *     where a sweep pruned them
     * @param metric what was measured; validation decides only by a metric that the paper has
     */
    Optional<Choice> best(List<StoredRow> settings, MetricName metric) {
        List<StoredRow> measured = settings.stream().filter(StoredRow::measured).toList();
        return measured.stream().max(order(metric)).map(row -> {
            List<StoredRow> rivals = measured.stream()
                    .filter(other -> byStanding().compare(other, row) == 0)
                    .toList();
            List<StoredRow> tied = rivals.stream()
                    .filter(other -> byValidation(metric, other, row) == 0)
                    .toList();
            int pruned = (int) settings.stream()
                    .filter(other -> other.pruned() && !measuredSince(other))
                    .count();
            int collapsed = (int) measured.stream().filter(StoredRow::collapsed).count();
            return new Choice(row, rivals.size(), tied, pruned, collapsed);
        });
    }

    /** Returns the rows of cells that failed or were pruned and that were not measured later. */
    List<StoredRow> unmeasured() {
        return rows.stream()
                .filter(row -> !row.measured() && !measuredSince(row))
                .toList();
    }

    /**
     * Returns whether another row has a value for the cell of a row without one. The row with the value may have more
     * hyper-parameters, such as those that the evaluation chose.
     */
    private boolean measuredSince(StoredRow without) {
        Cell wanted = without.cell();
        return rows.stream()
                .filter(StoredRow::measured)
                .map(StoredRow::cell)
                .anyMatch(cell -> Objects.equals(cell.dataHash(), wanted.dataHash())
                        && cell.metric().equals(wanted.metric())
                        && cell.split() == wanted.split()
                        && cell.model().name().equals(wanted.model().name())
                        && cell.seed() == wanted.seed()
                        && cell.hyperparameters()
                                .entrySet()
                                .containsAll(wanted.hyperparameters().entrySet()));
    }

    /** Returns the validation result of the same setting by the same metric. */
    Optional<StoredRow> validation(StoredRow test) {
        return Optional.ofNullable(byKey.get(test.cell().on(Split.VALID).key()));
    }

    private static boolean belongsTo(StoredRow row, PaperTable table, PaperCell paper) {
        Cell cell = row.cell();
        return cell.split() == Split.TEST
                && cell.metric().is(table.metric())
                && cell.dataset().equals(paper.dataset())
                && PaperTables.paperName(cell.model().name()).equals(paper.model());
    }

    private Comparator<StoredRow> order(MetricName metric) {
        return byStanding()
                .thenComparing((a, b) -> byValidation(metric, a, b))
                .thenComparing(StoredRow::cell, GridOrder.CELLS.reversed())
                .thenComparing(StoredRow::key);
    }

    /** Orders rows by what matters before any result. */
    private Comparator<StoredRow> byStanding() {
        return Comparator.<StoredRow, Boolean>comparing(row -> !row.collapsed())
                .thenComparing(row -> row.origin() == DataOrigin.OFFICIAL)
                .thenComparing(row -> PaperSetting.departures(row).isEmpty())
                .thenComparing(row -> validation(row).isPresent());
    }

    /** Compares validation results: positive if the first is better, 0 if they do not decide. */
    private int byValidation(MetricName name, StoredRow a, StoredRow b) {
        Optional<Metric> metric = name.known();
        Optional<StoredRow> first = validation(a);
        Optional<StoredRow> second = validation(b);
        if (metric.isEmpty() || first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        double one = first.get().result().value();
        double other = second.get().result().value();
        return metric.get().better(one, other) ? 1 : metric.get().better(other, one) ? -1 : 0;
    }
}
