package io.jointae.report;

import io.jointae.data.Split;
import io.jointae.results.PaperCell;
import io.jointae.results.PaperTable;
import io.jointae.results.PaperTables;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.Optional;

/**
 * One cell of a table: our value and the paper's value.
 *
 * @param decimals number of decimals of both values
 * @param paper the paper's number; null if the paper has none
 * @param ours our measurement; null if the cell is not measured
 * @param source the stored row of our measurement; null if it does not come from a store
 * @param choice what the stored row was chosen from; null if {@code source} is null
 * @param verdict how our value compares with the paper's
 */
public record CellComparison(
        int decimals, PaperCell paper, ResultRow ours, StoredRow source, CellSelection.Choice choice, Verdict verdict) {

    private static final int DECIMALS = 2;

    /** Compares a cell of the paper with what was chosen for it. */
    static CellComparison of(PaperTable table, PaperCell paper, Optional<CellSelection.Choice> chosen) {
        StoredRow source = chosen.map(CellSelection.Choice::row).orElse(null);
        ResultRow ours = source == null ? null : source.result();
        Verdict verdict = ours == null ? Verdict.OPEN : Verdict.of(ours, table.metric(), paper);
        return new CellComparison(table.decimals(), paper, ours, source, chosen.orElse(null), verdict);
    }

    /** Compares a chosen measurement with the paper's number for it, if there is one. */
    static CellComparison of(CellSelection.Choice choice) {
        CellComparison compared = of(choice.row().result());
        return new CellComparison(
                compared.decimals, compared.paper, compared.ours, choice.row(), choice, compared.verdict);
    }

    /** Compares a measurement with the paper's number for it, if there is one; the paper has test results only. */
    public static CellComparison of(ResultRow ours) {
        Optional<PaperCell> paper =
                ours.cell().split() == Split.TEST ? PaperTables.find(ours.cell()) : Optional.empty();
        Verdict verdict = paper.flatMap(
                        cell -> ours.cell().metric().known().map(metric -> Verdict.of(ours, metric, cell)))
                .orElse(ours.collapsed() ? Verdict.COLLAPSED : Verdict.OPEN);
        int decimals = PaperTables.table(ours.cell()).map(PaperTable::decimals).orElse(DECIMALS);
        return new CellComparison(decimals, paper.orElse(null), ours, null, null, verdict);
    }

    /** Formats our value such as {@code 0.83 ± 0.08}, with the kind of interval that the paper prints; a dash if there is none. */
    public String oursText() {
        if (ours == null) {
            return "–";
        }
        Double interval = ours.ci95();
        return text(
                ours.value(),
                interval == null
                        ? null
                        : ours.cell()
                                .metric()
                                .known()
                                .map(metric -> metric.printed(interval))
                                .orElse(interval));
    }

    /** Describes the choice, such as {@code 20 settings; 5 of them tie, with test results from 0.74 to 1.20}. */
    String settingsText() {
        StringBuilder text = new StringBuilder();
        text.append(choice.settings()).append(choice.settings() == 1 ? " setting" : " settings");
        if (choice.decidedByOrder()) {
            DoubleSummaryStatistics test = choice.tied().stream()
                    .mapToDouble(row -> row.result().value())
                    .summaryStatistics();
            text.append("; ")
                    .append(
                            choice.tied().size() == choice.settings()
                                    ? "all"
                                    : choice.tied().size() + " of them")
                    .append(" tie, with test results from ")
                    .append(text(test.getMin(), null))
                    .append(" to ")
                    .append(text(test.getMax(), null));
        }
        if (choice.collapsed() > 0) {
            text.append("; ").append(choice.collapsed()).append(" collapsed");
        }
        if (choice.pruned() > 0) {
            text.append("; ").append(choice.pruned()).append(" more pruned");
        }
        return text.toString();
    }

    /** Formats the paper's value in the same way; a dash if there is none. */
    public String paperText() {
        return paper == null ? "–" : text(paper.value(), paper.interval());
    }

    private String text(double value, Double interval) {
        String printed = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return interval == null ? printed : printed + String.format(Locale.ROOT, " ± %.2f", interval);
    }
}
