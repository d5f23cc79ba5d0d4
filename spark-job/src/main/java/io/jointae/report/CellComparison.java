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
 * A cell of a table, ours beside the paper's.
 *
 * @param decimals of both values
 * @param paper the paper's number; null where it has none
 * @param ours the measurement; null where the cell is empty
 * @param source where ours comes from; null for a measurement that is not from a store
 * @param choice what it was chosen from; null where source is
 */
public record CellComparison(
        int decimals, PaperCell paper, ResultRow ours, StoredRow source, CellSelection.Choice choice, Verdict verdict) {

    private static final int DECIMALS = 2;

    /** A cell of the paper and what was chosen for it. */
    static CellComparison of(PaperTable table, PaperCell paper, Optional<CellSelection.Choice> chosen) {
        StoredRow source = chosen.map(CellSelection.Choice::row).orElse(null);
        ResultRow ours = source == null ? null : source.result();
        Verdict verdict = ours == null ? Verdict.OPEN : Verdict.of(ours, table.metric(), paper);
        return new CellComparison(table.decimals(), paper, ours, source, chosen.orElse(null), verdict);
    }

    /** A measurement and the paper's number for it, where there is one: only the paper's test split is compared. */
    public static CellComparison of(ResultRow ours) {
        Optional<PaperCell> paper =
                ours.cell().split() == Split.TEST ? PaperTables.find(ours.cell()) : Optional.empty();
        Verdict verdict = paper.flatMap(
                        cell -> ours.cell().metric().known().map(metric -> Verdict.of(ours, metric, cell)))
                .orElse(Verdict.OPEN);
        int decimals = PaperTables.table(ours.cell()).map(PaperTable::decimals).orElse(DECIMALS);
        return new CellComparison(decimals, paper.orElse(null), ours, null, null, verdict);
    }

    /** Such as {@code 0.83 ± 0.08}, of the kind that the paper prints; a dash where there is nothing. */
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

    /** Such as {@code 20, 5 of them tied: test 0.74 to 1.20}: how many settings it was chosen from, and what the choice is worth. */
    String settingsText() {
        StringBuilder text = new StringBuilder(Integer.toString(choice.settings()));
        if (choice.decidedByOrder()) {
            DoubleSummaryStatistics test = choice.tied().stream()
                    .mapToDouble(row -> row.result().value())
                    .summaryStatistics();
            text.append(", ")
                    .append(
                            choice.tied().size() == choice.settings()
                                    ? "all"
                                    : choice.tied().size() + " of them")
                    .append(" tied: test ")
                    .append(text(test.getMin(), null))
                    .append(" to ")
                    .append(text(test.getMax(), null));
        }
        if (choice.pruned() > 0) {
            text.append(", and ").append(choice.pruned()).append(" pruned");
        }
        return text.toString();
    }

    /** As {@link #oursText}, the paper's. */
    public String paperText() {
        return paper == null ? "–" : text(paper.value(), paper.interval());
    }

    private String text(double value, Double interval) {
        String printed = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return interval == null ? printed : printed + String.format(Locale.ROOT, " ± %.2f", interval);
    }
}
